/**
 * A landing in simulation, closed loop: the command moves the drone, the drone carries the camera, the camera's picture
 * goes through the ordinary perceiver and control loop in virtual time. Metres, seconds, radians; the world frame has x
 * east, y north, z up, the body frame x forward, y left, z up (REP 103).
 */
package dev.saccade.cli.sim;
