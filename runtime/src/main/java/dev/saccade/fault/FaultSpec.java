package dev.saccade.fault;

import dev.saccade.model.Spelling;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One fault at a time: {@code KIND[=VALUE]@START:DURATION}, as in {@code engine-hang@4s:300ms} or {@code
 * frame-loss=5%@0s:60s}. Times count from the source's first frame. A kind that ends the engine's process, or
 * resets the camera, may leave its duration out, and then strikes once: {@code worker-kill@4s}.
 *
 * @param kind what goes wrong
 * @param value share of the frames (0..1) or added latency (ns), by the kind; 0 for the others
 * @param startNs from the beginning, ns
 * @param durationNs how long, ns; 0 for one that strikes once
 */
public record FaultSpec(FaultKind kind, double value, long startNs, long durationNs) {
    private static final Pattern FORM = Pattern.compile("([a-z-]+)(?:=([^@]*))?@([^:]*)(?::(.*))?");
    private static final Pattern TIME = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(us|ms|s|min)");
    private static final Pattern SHARE = Pattern.compile("(\\d{1,3}(?:\\.\\d{1,6})?)%");

    /**
     * Reads a fault.
     *
     * @param text as on the command line
     * @return the fault
     * @throws IllegalArgumentException with one line: what is wrong and what there is
     */
    public static FaultSpec parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw refuse(text, "it is not KIND@START:DURATION");
        }
        FaultKind kind = kind(text, form.group(1));
        double value = value(text, kind, form.group(2));
        long startNs = time(text, "start", form.group(3));
        if (form.group(4) == null) {
            if (!kind.mayStrikeOnce()) {
                throw refuse(text, "it is not KIND@START:DURATION");
            }
            return new FaultSpec(kind, value, startNs, 0);
        }
        long durationNs = time(text, "duration", form.group(4));
        if (durationNs == 0) {
            throw refuse(text, "its duration is 0");
        }
        return new FaultSpec(kind, value, startNs, durationNs);
    }

    private static FaultKind kind(String text, String word) {
        for (FaultKind kind : FaultKind.values()) {
            if (kind.word().equals(word)) {
                return kind;
            }
        }
        Optional<String> near = Spelling.nearest(
                word, Arrays.stream(FaultKind.values()).map(FaultKind::word).toList());
        throw refuse(
                text,
                "unknown kind '" + word + "'"
                        + near.map(n -> " (did you mean " + n + "?)").orElse(""));
    }

    private static double value(String text, FaultKind kind, String given) {
        if (kind.value() == FaultKind.Value.NONE) {
            if (given != null) {
                throw refuse(text, kind.word() + " takes no value");
            }
            return 0;
        }
        if (kind.value() == FaultKind.Value.TIME) {
            return time(text, "latency", given == null ? "" : given);
        }
        Matcher share = SHARE.matcher(given == null ? "" : given);
        if (!share.matches() || Double.parseDouble(share.group(1)) > 100) {
            throw refuse(text, kind.word() + " needs a share from 0% to 100%");
        }
        return Double.parseDouble(share.group(1)) / 100;
    }

    private static long time(String text, String what, String given) {
        Matcher time = TIME.matcher(given);
        if (!time.matches()) {
            throw refuse(text, what + " '" + given + "' is not a time such as 300ms or 1.5s");
        }
        double unit =
                switch (time.group(2)) {
                    case "us" -> 1e3;
                    case "ms" -> 1e6;
                    case "s" -> 1e9;
                    default -> 60e9;
                };
        return Math.round(Double.parseDouble(time.group(1)) * Math.min(unit, 60e9));
    }

    private static IllegalArgumentException refuse(String text, String why) {
        return new IllegalArgumentException("fault '" + text + "': " + why
                + "; write KIND@START:DURATION, as in engine-hang@4s:300ms; kinds: "
                + String.join(", ", FaultKind.words()));
    }

    boolean isActive(long sinceBeginNs) {
        return sinceBeginNs >= startNs && sinceBeginNs - startNs < durationNs;
    }

    boolean strikesOnce() {
        return durationNs == 0;
    }

    boolean hasBegun(long sinceBeginNs) {
        return sinceBeginNs >= startNs;
    }

    /** @return as it is written on the command line, times in ms */
    @Override
    public String toString() {
        String given =
                switch (kind.value()) {
                    case NONE -> "";
                    case SHARE -> "=" + value * 100 + "%";
                    case TIME -> "=" + value / 1e6 + "ms";
                };
        String duration = strikesOnce() ? "" : ":" + durationNs / 1e6 + "ms";
        return kind.word() + given + "@" + startNs / 1e6 + "ms" + duration;
    }
}
