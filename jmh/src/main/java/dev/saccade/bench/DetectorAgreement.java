package dev.saccade.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The program's detections on every frame of the pedestrian clip against the plain reference detector, each in a
 * process of its own, both ways; then the same against a reference with swapped colours and one whose boxes lie one
 * cell off, which must both fail.
 *
 * <p>Goal: at least 99.5 % of boxes over score 0.3 match at IoU 0.95 with scores within 0.02. Exit code 1 when the goal
 * is missed or a negative control passes.
 */
public final class DetectorAgreement {
    private static final double GOAL = 0.995;
    /** Both sides also write weaker boxes, so that a score just under the line is no mismatch. */
    private static final String WRITTEN_SCORE = "0.27";

    private final Processes processes;
    private final Path video;
    private final Path model;

    private DetectorAgreement(Processes processes, Path video, Path model) {
        this.processes = processes;
        this.video = video;
        this.model = model;
    }

    /**
     * Runs the comparison.
     *
     * @param args VIDEO PACKAGE: the clip and the detector's package directory
     * @throws IOException when a process or file fails
     * @throws InterruptedException when interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length != 2) {
            System.err.println("usage: DetectorAgreement VIDEO PACKAGE  (both paths: see 'saccade models show NAME')");
            System.exit(2);
        }
        boolean ok = new DetectorAgreement(Processes.open("agreement"), Path.of(args[0]), Path.of(args[1])).compare();
        System.exit(ok ? 0 : 1);
    }

    private boolean compare() throws IOException, InterruptedException {
        Map<Long, List<Agreement.Box>> ours = ours();
        boolean agrees = judge("reference", ours, reference(""));
        boolean swapped = judge("reference, colours swapped", ours, reference("swap-colours"));
        boolean shifted = judge("reference, one cell off", ours, reference("shift-cell"));
        System.out.printf("agreement: %s%n", agrees ? "met" : "not met");
        System.out.printf(
                "negative controls: %s%n", swapped || shifted ? "PASSED, THE CHECK IS BLIND" : "fail as they must");
        return agrees && !swapped && !shifted;
    }

    private static boolean judge(
            String name, Map<Long, List<Agreement.Box>> ours, Map<Long, List<Agreement.Box>> theirs) {
        Agreement there = Agreement.of(ours, theirs);
        Agreement back = Agreement.of(theirs, ours);
        System.out.printf(
                Locale.ROOT,
                "%-28s frames %d / %d   ours confirmed %.3f %% of %d   theirs confirmed %.3f %% of %d%n",
                name,
                ours.size(),
                theirs.size(),
                100 * there.share(),
                there.boxes(),
                100 * back.share(),
                back.boxes());
        return there.share() >= GOAL && back.share() >= GOAL && ours.keySet().equals(theirs.keySet());
    }

    private Map<Long, List<Agreement.Box>> ours() throws IOException, InterruptedException {
        Path out = processes.work().resolve("ours.jsonl");
        processes.saccade(
                "--source",
                "file:" + video + "?pace=max",
                "--model",
                model.toString(),
                "--backend",
                "cpu",
                "--actuator",
                "none",
                "--min-score",
                WRITTEN_SCORE,
                "--perceptions",
                out.toString());
        return Agreement.read(out);
    }

    private Map<Long, List<Agreement.Box>> reference(String mistake) throws IOException, InterruptedException {
        Path out = processes.work().resolve("reference" + mistake + ".jsonl");
        processes.reference(
                video.toString(),
                model.resolve("model.onnx").toString(),
                model.resolve("labels.txt").toString(),
                out.toString(),
                WRITTEN_SCORE,
                mistake);
        return Agreement.read(out);
    }
}
