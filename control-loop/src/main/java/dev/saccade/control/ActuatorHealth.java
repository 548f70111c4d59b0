package dev.saccade.control;

/** Whether an actuator may be trusted, from its latest sends: n failed of m make a fault. One thread. */
final class ActuatorHealth {
    static final int WINDOW = 16;
    static final int MOST_FAILED = 3;

    private static final long MASK = (1L << WINDOW) - 1;

    private long history;

    void sent(boolean sound) {
        history = (history << 1 | (sound ? 0 : 1)) & MASK;
    }

    boolean isFaulty() {
        return Long.bitCount(history) > MOST_FAILED;
    }
}
