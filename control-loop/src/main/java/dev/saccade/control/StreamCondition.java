package dev.saccade.control;

import dev.saccade.control.mode.Reason;

/** How camera and engine are, beside what was seen: one number a tick, an input like every other. Control thread. */
@FunctionalInterface
interface StreamCondition {
    /** Nothing is wrong. */
    int SOUND = 0;
    /** No frame has come for the bound, or the source failed. */
    int CAMERA_LOST = 1;
    /** Frames come, but no new picture has for the bound. */
    int CAMERA_FROZEN = 1 << 1;
    /** One picture does not tell a live camera from a frozen one. */
    int ONE_PICTURE = 1 << 2;
    /** Too many of the latest results were late. */
    int DEADLINE_MISSES = 1 << 3;
    /** The engine has failed since the tick before, or its standby's first result is still awaited. */
    int FALLBACK = 1 << 4;

    /** @return the bits that hold at this time */
    int at(long nowNs);

    static Reason worst(int condition) {
        if ((condition & CAMERA_LOST) != 0) {
            return Reason.CAMERA_LOST;
        }
        if ((condition & CAMERA_FROZEN) != 0) {
            return Reason.CAMERA_FROZEN;
        }
        if ((condition & ONE_PICTURE) != 0) {
            return Reason.NOT_SEEN_YET;
        }
        if ((condition & FALLBACK) != 0) {
            return Reason.BACKEND_FALLBACK;
        }
        return (condition & DEADLINE_MISSES) != 0 ? Reason.DEADLINE_MISSES : Reason.NONE;
    }
}
