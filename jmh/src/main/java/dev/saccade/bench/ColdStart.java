package dev.saccade.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Process start to the first result on the clip, everything cached: the program beside the plain reference detector,
 * alternating.
 *
 * <p>Goal: at most 1.0 s.
 */
public final class ColdStart {
    private static final int ROUNDS = 10;
    private static final double GOAL_MS = 1_000;
    private static final Pattern FIRST = Pattern.compile("first result after (\\d+) ms");

    private ColdStart() {}

    /**
     * Runs the comparison.
     *
     * @param args VIDEO PACKAGE
     * @throws IOException when a process or file fails
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: ColdStart VIDEO PACKAGE  (both paths: see 'saccade models show NAME')");
            System.exit(2);
        }
        Processes processes = Processes.open("cold-start");
        Path model = Path.of(args[1]);
        double[] ours = new double[ROUNDS];
        double[] theirs = new double[ROUNDS];
        ours(processes, args[0], model);
        for (int i = 0; i < ROUNDS; i++) {
            ours[i] = ours(processes, args[0], model);
            theirs[i] = theirs(processes, args[0], model);
        }
        print("saccade", ours);
        print("reference", theirs);
        double median = median(ours);
        System.out.printf(
                Locale.ROOT,
                "ratio of medians %.2f; goal %.0f ms: %s%n",
                median / median(theirs),
                GOAL_MS,
                median <= GOAL_MS ? "met" : "not met");
        System.exit(median <= GOAL_MS ? 0 : 1);
    }

    private static double ours(Processes processes, String video, Path model) throws IOException, InterruptedException {
        Path report = processes.work().resolve("report.json");
        processes.saccade(
                "--source",
                "file:" + video,
                "--model",
                model.toString(),
                "--frames",
                "1",
                "--actuator",
                "none",
                "--report",
                report.toString());
        return new ObjectMapper()
                .readTree(report.toFile())
                .at("/startup/firstResultMs")
                .asDouble();
    }

    private static double theirs(Processes processes, String video, Path model)
            throws IOException, InterruptedException {
        String printed = processes.reference(
                video,
                model.resolve("model.onnx").toString(),
                model.resolve("labels.txt").toString(),
                processes.work().resolve("reference.jsonl").toString(),
                "0.3",
                "first-frame");
        Matcher first = FIRST.matcher(printed);
        if (!first.find()) {
            throw new IOException("the reference told no time: " + printed);
        }
        return Double.parseDouble(first.group(1));
    }

    private static void print(String what, double[] ms) {
        double[] sorted = ms.clone();
        Arrays.sort(sorted);
        System.out.printf(
                Locale.ROOT,
                "%-10s first result: median %.0f ms, %.0f to %.0f over %d starts%n",
                what,
                median(ms),
                sorted[0],
                sorted[sorted.length - 1],
                ms.length);
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return (sorted[(sorted.length - 1) / 2] + sorted[sorted.length / 2]) / 2;
    }
}
