package dev.saccade.cli.telemetry;

/** How a message is handed over. */
enum Delivery {
    /** At most once, and kept by the broker for those who come later: the next one replaces it anyway. */
    LATEST(false, true),
    /** At least once, not kept. */
    ONCE(true, false),
    /** At least once, and kept. */
    RETAINED(true, true);

    private final boolean acknowledged;
    private final boolean retained;

    Delivery(boolean acknowledged, boolean retained) {
        this.acknowledged = acknowledged;
        this.retained = retained;
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    boolean isRetained() {
        return retained;
    }
}
