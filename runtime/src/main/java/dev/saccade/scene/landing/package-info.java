/**
 * What a downward-looking camera of a drone sees: a landing pad on textured ground with things around it that look
 * alike, in true perspective, with blur, light, noise and occlusion. Lengths are metres, angles radians. The world frame
 * has x east, y north, z up; the body frame x forward, y left, z up (REP 103). Basic IEEE 754 operations and StrictMath
 * only: the same seed gives the same bytes on every machine.
 */
package dev.saccade.scene.landing;
