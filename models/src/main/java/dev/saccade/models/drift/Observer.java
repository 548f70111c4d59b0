package dev.saccade.models.drift;

import dev.saccade.engine.EngineException;
import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.InputLuma;
import dev.saccade.models.gate.FrameDigest;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.pull.Sha256;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Shows a model frames of a source, without labels, and counts what it says. One thread. */
public final class Observer {
    private static final int HALF = DriftWatch.WINDOW / 2;

    /** Hears how it goes. */
    @FunctionalInterface
    public interface Progress {
        /**
         * A frame was counted.
         *
         * @param done frames so far
         */
        void advanced(long done);
    }

    private Observer() {}

    /**
     * Counts.
     *
     * @param perceiver as it serves; stays the caller's
     * @param supply every frame in order; stays the caller's
     * @param progress hears of each frame
     * @param clock stamps frames; no number depends on it
     * @return the statistics, and how far windows of the frames differ from all of them
     * @throws ModelsException of kind BAD_INPUT when there is no frame
     * @throws SourceException when the source fails
     * @throws EngineException when the engine fails on a frame
     */
    public static Observation observe(Perceiver perceiver, FrameSupply supply, Progress progress, MonotonicClock clock)
            throws ModelsException, SourceException, EngineException {
        FrameStatistics all = new FrameStatistics(perceiver.model());
        List<FrameStatistics> halves = new ArrayList<>();
        FrameStatistics half = new FrameStatistics(perceiver.model());
        String sha256 = "";
        try (InputLuma brightness = new InputLuma();
                Perception seen = perceiver.newPerception()) {
            for (Frame frame = supply.next(); frame != null; frame = supply.next()) {
                try {
                    if (perceiver.perceive(frame, seen, clock) != Perceiver.OK) {
                        throw new EngineException(false, "frame " + all.frames() + ": " + perceiver.lastError(), null);
                    }
                    half.add(brightness, frame, seen);
                    all.add(brightness, frame, seen);
                    sha256 = Sha256.of((sha256 + FrameDigest.of(frame)).getBytes(StandardCharsets.US_ASCII));
                } finally {
                    frame.release();
                }
                if (half.frames() == HALF) {
                    halves.add(half);
                    half = new FrameStatistics(perceiver.model());
                }
                progress.advanced(all.frames());
            }
        }
        if (all.frames() == 0) {
            throw ModelsException.badInput(supply.uri() + ": no frame came; name a source that has some");
        }
        return new Observation(
                perceiver.model(),
                perceiver.description(),
                supply.uri(),
                sha256,
                all,
                spread(all, halves, perceiver.model().labels()));
    }

    /** Windows as {@link DriftWatch} judges them, against all frames. */
    static Spread spread(FrameStatistics all, List<FrameStatistics> halves, List<String> labels) {
        if (halves.size() < 2) {
            return Spread.UNKNOWN;
        }
        Comparison comparison = new Comparison(RecordedStatistics.of(all, labels, Spread.UNKNOWN), labels);
        double luma = 0;
        double output = 0;
        double given = Double.NaN;
        for (int i = 1; i < halves.size(); i++) {
            comparison.judge(halves.get(i - 1), halves.get(i), DriftBounds.USUAL, true);
            luma = Math.max(luma, comparison.input().psi());
            output = Math.max(output, comparison.output().psi());
            double psi = comparison.labels().psi();
            given = Double.isNaN(given) || psi > given ? psi : given;
        }
        return new Spread(DriftWatch.WINDOW, luma, output, given);
    }
}
