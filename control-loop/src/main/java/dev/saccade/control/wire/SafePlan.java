package dev.saccade.control.wire;

import java.util.List;

/**
 * A vehicle's safe policy as messages: phases one after the other, from the moment when safe begins. After the last one
 * nothing is sent.
 *
 * @param phases at least one
 */
public record SafePlan(List<Phase> phases) {
    /**
     * One phase.
     *
     * @param messages to send, none for a silent phase; must stay unchanged
     * @param lengthNs how long it lasts, {@link Long#MAX_VALUE} for ever
     * @param intervalNs least time between two sends; 0 sends at the loop's rate
     */
    public record Phase(MessageBatch messages, long lengthNs, long intervalNs) {}

    /**
     * Keeps a copy.
     *
     * @param phases at least one
     */
    public SafePlan {
        phases = List.copyOf(phases);
    }
}
