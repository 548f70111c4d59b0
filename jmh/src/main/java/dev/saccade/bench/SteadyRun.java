package dev.saccade.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The whole control program in real time, as a user starts it: frames, inference, 1 kHz loop, for ten minutes. Prints
 * collections of the whole process, heap bytes of camera, perception and control threads, and how late ticks woke.
 *
 * <p>Goal: 0 collections and 0 bytes.
 */
public final class SteadyRun {
    private static final String TEN_MINUTES = "600";

    private SteadyRun() {}

    /**
     * Runs it.
     *
     * @param args {@code [SECONDS [SOURCE [MODEL]]]}: 600, the catalogue's clip in a loop and its detector unless given
     * @throws IOException when the program fails
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Processes processes = Processes.open("steady-run");
        Path report = processes.work().resolve("report.json");
        processes.saccade(
                "--source",
                args.length > 1 ? args[1] : "file:vtest.avi?loop=true",
                "--model",
                args.length > 2 ? args[2] : "centernet-coco",
                "--rate",
                "1000",
                "--actuator",
                "none",
                "--duration",
                args.length > 0 ? args[0] : TEN_MINUTES,
                "--report",
                report.toString());
        JsonNode told = new ObjectMapper().readTree(report.toFile());
        long collections = told.at("/gc/count").asLong(-1);
        long bytes = told.at("/allocation/bytesTotal").asLong(-1);
        JsonNode lateness = told.at("/control/latenessNs");
        System.out.printf(
                Locale.ROOT,
                "%s: %d frames and %d ticks, of them %d and %d measured%n",
                told.at("/java").asText(),
                told.at("/frames/processed").asLong(),
                told.at("/control/ticks").asLong(),
                told.at("/allocation/frames").asLong(),
                told.at("/allocation/ticks").asLong());
        System.out.printf(
                Locale.ROOT,
                "ticks late: p50 %.1f us, p99 %.1f us, p99.9 %.1f us, max %.1f us; %d skipped; not permitted: %s%n",
                lateness.at("/p50").asLong() / 1e3,
                lateness.at("/p99").asLong() / 1e3,
                lateness.at("/p999").asLong() / 1e3,
                lateness.at("/max").asLong() / 1e3,
                told.at("/control/skipped").asLong(),
                told.at("/control/notPermitted").asText().isEmpty()
                        ? "nothing"
                        : told.at("/control/notPermitted").asText());
        boolean met =
                collections == 0 && bytes == 0 && told.at("/allocation/ticks").asLong() > 0;
        System.out.printf(
                Locale.ROOT,
                "%d collections, %d bytes; goal 0 and 0: %s%n",
                collections,
                bytes,
                met ? "met" : "not met");
        System.exit(met ? 0 : 1);
    }
}
