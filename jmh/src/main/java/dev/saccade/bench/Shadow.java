package dev.saccade.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What a candidate in the shadow costs production: the whole program as a user starts it, on a synthetic camera at its
 * cadence, the shadow on, off, off and on again in blocks of 25 frames. Prints what it adds to production's latency with
 * the 95 % interval of the median over the latest 64 such fours. The bound is put out of reach, so that nothing stops it.
 */
public final class Shadow {
    private static final String SECONDS = "60";
    private static final String FPS = "30";
    private static final String NO_BOUND = "1000000";
    private static final double MS = 1e6;

    private Shadow() {}

    /**
     * Runs it.
     *
     * @param args {@code PACKAGE CANDIDATE [SECONDS [FPS]]}: directories or names of models, 60 s, 30 frames a second
     * @throws IOException when the program fails
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 2) {
            System.err.println("usage: jmh/run Shadow PACKAGE CANDIDATE [SECONDS [FPS]]");
            System.exit(2);
        }
        Processes processes = Processes.open("shadow");
        Path report = processes.work().resolve("report.json");
        processes.saccade(
                "--source",
                "synthetic:?size=1280x720&fps=" + (args.length > 3 ? args[3] : FPS),
                "--model",
                args[0],
                "--shadow",
                args[1],
                "--shadow-cost",
                NO_BOUND,
                "--actuator",
                "none",
                "--duration",
                args.length > 2 ? args[2] : SECONDS,
                "--report",
                report.toString());
        JsonNode told = new ObjectMapper().readTree(report.toFile());
        JsonNode shadow = told.at("/shadow");
        System.out.printf(
                Locale.ROOT,
                "production %s: %d frames, p50 %.1f ms, p99 %.1f ms; shadow %s (%s): %d frames, p50 %.1f ms, skipped %s%n",
                told.at("/model/name").asText(),
                told.at("/frames/processed").asLong(),
                told.at("/perception/latencyNs/p50").asLong() / MS,
                told.at("/perception/latencyNs/p99").asLong() / MS,
                shadow.at("/model").asText(),
                shadow.at("/engine").asText(),
                shadow.at("/compared").asLong(),
                shadow.at("/latencyNs/p50").asLong() / MS,
                shadow.at("/skipped"));
        JsonNode cost = shadow.at("/cost");
        System.out.printf(
                Locale.ROOT,
                "the shadow adds, over %d fours of blocks: p50 %+.2f %% %s, p99 %+.2f %% %s, missed %+.2f points %s%n",
                cost.at("/differences").asLong(),
                cost.at("/p50Percent").asDouble(Double.NaN),
                interval(cost.at("/p50Interval")),
                cost.at("/p99Percent").asDouble(Double.NaN),
                interval(cost.at("/p99Interval")),
                cost.at("/missedPoints").asDouble(Double.NaN),
                interval(cost.at("/missedInterval")));
    }

    /** Empty below six differences. */
    private static String interval(JsonNode ends) {
        return ends.isEmpty()
                ? "(no interval)"
                : String.format(
                        Locale.ROOT,
                        "(95 %% %+.2f to %+.2f)",
                        ends.get(0).asDouble(),
                        ends.get(1).asDouble());
    }
}
