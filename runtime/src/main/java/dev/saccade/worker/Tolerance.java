package dev.saccade.worker;

import dev.saccade.engine.Backend;

/**
 * How far two looks of one engine at one frame may differ.
 *
 * @param pixels of a box's or segment's coordinate, source pixels
 * @param score of a detection or class
 * @param maskShare of a mask's pixels
 */
record Tolerance(float pixels, float score, double maskShare) {
    /** One build of the CPU back end on one machine repeats itself to the last bit. */
    static final Tolerance NONE = new Tolerance(0, 0, 0);
    /** A device may choose another kernel, or another order of additions, in a new context. */
    static final Tolerance DEVICE = new Tolerance(2, 0.02f, 0.002);

    static Tolerance of(Backend backend) {
        return backend == Backend.CPU ? NONE : DEVICE;
    }
}
