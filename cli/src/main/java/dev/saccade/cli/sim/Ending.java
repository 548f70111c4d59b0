package dev.saccade.cli.sim;

/** What ends a flight. */
public enum Ending {
    /** Nothing yet. */
    FLYING("still flying"),
    /** The drone touched the ground. */
    DOWN("on the ground"),
    /** The pilot searched in vain, or saw nothing that it could trust, for too long. */
    GIVEN_UP("given up by the pilot, hovering"),
    /** SAFE lasted as long as the policy holds: the autopilot's own fail-safe has the drone. */
    HANDED_OVER("SAFE for too long, left to the autopilot"),
    /** The flight took too long. */
    TIMED_OUT("out of time, hovering");

    private final String text;

    Ending(String text) {
        this.text = text;
    }

    /** @return in words */
    public String text() {
        return text;
    }
}
