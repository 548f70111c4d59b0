package dev.saccade.models.inspect;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProfile;
import dev.saccade.engine.EngineProfiler;
import dev.saccade.engine.ProfiledEngine;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameMemory;
import dev.saccade.frame.SourceException;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Runs a network over frames twice: with its layers recorded, and without, each frame by both in turn and either first
 * in turn. So what recording costs is told apart from what the machine did meanwhile.
 */
public final class ProfileTrial {
    private static final int WARM_UP = 10;
    /** ONNX Runtime stops recording at a million events. */
    private static final int MOST_EVENTS = 900_000;

    private final Frames frames;
    private final int most;
    private final MonotonicClock clock;
    private final IntConsumer progress;

    /** Opens the frames of a trial. */
    @FunctionalInterface
    public interface Frames {
        /**
         * Opens them.
         *
         * @param memory where they lie
         * @param most how many are given out
         * @return the supply, owned by the caller
         * @throws SourceException when there is no such source
         */
        FrameSupply open(FrameMemory memory, int most) throws SourceException;
    }

    /**
     * Makes a trial.
     *
     * @param frames opens the source
     * @param most frames that are measured, at least 1
     * @param clock of the runs
     * @param progress told how many frames are done
     */
    public ProfileTrial(Frames frames, int most, MonotonicClock clock, IntConsumer progress) {
        this.frames = frames;
        this.most = most;
        this.clock = clock;
        this.progress = progress;
    }

    record Result(EngineProfile profile, Inspection.Timing timing, List<String> notes) {}

    Result run(ModelPackage model, EngineProfiler profiler, EngineOptions options, Path graph, int nodes)
            throws PackageException, EngineException, SourceException, IOException {
        int runs = Math.max(1, Math.min(most, MOST_EVENTS / (nodes + 2) - WARM_UP));
        Path recording = Files.createDirectory(graph.resolveSibling("recording"));
        ProfiledEngine engine = profiler.load(at(model, graph), options, recording);
        try (Perceiver profiled = Perceivers.over(model, engine);
                Perceiver plain = Perceivers.load(model, Backend.CPU, options);
                FrameSupply supply = frames.open(plain.frameMemory(), runs)) {
            Side with = new Side(profiled, runs);
            Side without = new Side(plain, runs);
            int done = 0;
            try (Perception a = profiled.newPerception();
                    Perception b = plain.newPerception()) {
                for (Frame frame = supply.next(); frame != null; frame = supply.next()) {
                    try {
                        for (int i = 0; done == 0 && i < WARM_UP; i++) {
                            with.perceive(frame, a, clock);
                            without.perceive(frame, b, clock);
                        }
                        boolean isFirst = done % 2 == 0;
                        if (isFirst) {
                            with.time(frame, a, clock);
                        }
                        without.time(frame, b, clock);
                        if (!isFirst) {
                            with.time(frame, a, clock);
                        }
                    } finally {
                        frame.release();
                    }
                    progress.accept(++done);
                }
            }
            if (done == 0) {
                throw new SourceException(
                        SourceException.Kind.BAD_INPUT, "source " + supply.uri() + ": ends before its first frame");
            }
            EngineProfile profile = engine.finish(done);
            return new Result(profile, timing(plain, supply, with, without, profile), notes(done));
        }
    }

    private List<String> notes(int done) {
        return done == most ? List.of() : List.of("measured " + done + " frames of the " + most + " asked for");
    }

    private static Inspection.Timing timing(
            Perceiver plain, FrameSupply supply, Side with, Side without, EngineProfile profile) {
        double layersNs = profile.layers().stream()
                .mapToDouble(EngineProfile.Layer::typicalNs)
                .sum();
        return new Inspection.Timing(
                plain.description(),
                supply.uri(),
                profile.runs(),
                WARM_UP,
                layersNs,
                with.typicalNs(),
                with.p50Ns(),
                without.typicalNs(),
                without.p50Ns());
    }

    private static ModelPackage at(ModelPackage m, Path file) {
        return new ModelPackage(
                m.directory(),
                m.name(),
                m.task(),
                file,
                m.labels(),
                m.input(),
                m.decoder(),
                m.thresholds(),
                m.fallback(),
                m.provenance(),
                m.identity(),
                m.device(),
                m.gate());
    }

    /** One of the two engines, and what its runs took. */
    private static final class Side {
        private final Perceiver perceiver;
        private final long[] ns;
        private int timed;

        Side(Perceiver perceiver, int most) {
            this.perceiver = perceiver;
            ns = new long[most];
        }

        void perceive(Frame frame, Perception into, MonotonicClock clock) throws EngineException {
            if (perceiver.perceive(frame, into, clock) != Perceiver.OK) {
                throw new EngineException(false, perceiver.lastError(), null);
            }
        }

        void time(Frame frame, Perception into, MonotonicClock clock) throws EngineException {
            perceive(frame, into, clock);
            ns[timed++] = into.inferredNs() - into.preprocessedNs();
        }

        double typicalNs() {
            long[] sorted = Arrays.copyOf(ns, timed);
            Arrays.sort(sorted);
            return Arrays.stream(sorted, timed / 4, timed - timed / 4).average().orElse(0);
        }

        long p50Ns() {
            long[] sorted = Arrays.copyOf(ns, timed);
            Arrays.sort(sorted);
            return timed == 0 ? 0 : sorted[timed / 2];
        }
    }
}
