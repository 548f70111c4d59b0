/**
 * Where messages leave for a vehicle: a socket or a serial port, opened by this process or, outside it, by the gate.
 * Actuators say what is sent, wires when it may still be sent, with which number, and what follows when nothing is.
 */
package dev.saccade.control.wire;
