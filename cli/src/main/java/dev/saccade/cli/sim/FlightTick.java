package dev.saccade.cli.sim;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;

/**
 * What happened at one tick.
 *
 * @param tick number from 0
 * @param seconds since the start
 * @param mode of the loop
 * @param reason for that mode
 * @param ageNs of the newest perception, ns; negative when there was none
 * @param phase of the pilot
 * @param command forward, left, up (m/s), yaw rate (rad/s); null when the safe command was sent
 * @param truth x, y, z (m), their rates (m/s), roll, pitch, yaw (radians)
 * @param estimate metres forward, left and above the pad, radians to turn; null when the pilot had none
 */
public record FlightTick(
        long tick,
        double seconds,
        Mode mode,
        Reason reason,
        long ageNs,
        Phase phase,
        double[] command,
        double[] truth,
        double[] estimate) {}
