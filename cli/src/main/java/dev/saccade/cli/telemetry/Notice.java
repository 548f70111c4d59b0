package dev.saccade.cli.telemetry;

/**
 * One event on its way out.
 *
 * @param sequence from 0 over all events of the run: a gap is an event that was dropped, a repetition one that was sent
 *     twice because its acknowledgement was lost
 * @param timeNs when it happened, monotonic
 * @param type of {@link dev.saccade.control.ControlEvents}, or {@link #STOP}
 * @param a first argument
 * @param b second argument
 * @param c third argument
 * @param d fourth argument
 * @param who sent a stop, else null
 */
record Notice(long sequence, long timeNs, int type, long a, long b, long c, long d, String who) {
    /** A message on the stop topic: telemetry's own event, below those of the loop. */
    static final int STOP = -1;
}
