package dev.saccade.cli.telemetry;

import java.nio.charset.StandardCharsets;

/** What a message on the stop topic means. Fail-safe: whatever can be a stop is one. */
final class StopMessage {
    private static final int LONGEST = 64;

    private StopMessage() {}

    /** Everything stops, garbage too, except an empty payload: that is how a broker is told to forget a retained one. */
    static boolean isStop(byte[] payload) {
        return payload.length > 0;
    }

    /** The payload as a name to be logged: one printable line of at most {@value #LONGEST} characters. */
    static String who(byte[] payload) {
        String text = new String(payload, 0, Math.min(payload.length, 4 * LONGEST), StandardCharsets.UTF_8);
        String line = text.replaceAll("[^\\p{L}\\p{N}\\p{P}\\p{S} ]", " ").strip();
        String cut = line.codePointCount(0, line.length()) <= LONGEST
                ? line
                : line.substring(0, line.offsetByCodePoints(0, LONGEST));
        return cut.isEmpty() ? "unnamed" : cut;
    }
}
