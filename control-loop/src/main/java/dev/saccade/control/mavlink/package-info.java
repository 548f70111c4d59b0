/**
 * Vehicles that speak MAVLink 2: messages, an actuator over a {@link dev.saccade.control.wire.Wire}, and what comes back
 * from the autopilot. docs/mavlink.md tells frames, signs and safe policies.
 */
package dev.saccade.control.mavlink;
