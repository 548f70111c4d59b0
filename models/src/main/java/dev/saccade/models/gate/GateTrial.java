package dev.saccade.models.gate;

import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceException;
import dev.saccade.model.GateLimit;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.Precision;
import dev.saccade.tensor.Tensor;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Compares a candidate with a reference, frame after frame. One thread. Owns the worst frames, not the subjects. */
public final class GateTrial implements AutoCloseable {
    private static final int WORST = 4;
    private static final int POOL = 4;
    private static final int REPEATED = 8;
    private static final int WARM_UPS = 5;
    private static final int LATENCY_RUNS = 100;

    private final Subject reference;
    private final Subject candidate;
    private final Precision precision;
    private final Map<GateLimit, Double> limits;
    private final MonotonicClock clock;
    private final TaskAgreement agreement;
    private final Map<String, Tensor> counterparts = new LinkedHashMap<>();
    private final Map<String, TensorError> errors = new LinkedHashMap<>();
    private final List<FrameRecord> frames = new ArrayList<>();
    private final List<WorstFrame> worst = new ArrayList<>();
    private final List<Frame> pool = new ArrayList<>();
    private final Set<String> pictures = new HashSet<>();
    private final Set<String> referenceOutputs = new HashSet<>();
    private final Set<String> candidateOutputs = new HashSet<>();
    private int unrepeated;
    private String fault = "";
    private CadenceLatency latency;

    /**
     * Prepares a comparison.
     *
     * @param reference gives the right answers
     * @param candidate is judged
     * @param precision the candidate's, which chooses the default limits
     * @param clock stamps and measures
     * @throws ModelsException of kind USAGE when the two do not do the same task with the same labels and outputs
     * @throws PackageException when the package was put together by hand with an unknown decoder
     */
    public GateTrial(Subject reference, Subject candidate, Precision precision, MonotonicClock clock)
            throws ModelsException, PackageException {
        this.reference = reference;
        this.candidate = candidate;
        this.precision = precision;
        this.clock = clock;
        limits = GateLimits.of(reference.model(), precision);
        agreement = TaskAgreement.of(reference.model(), limits);
        requireSameTask();
    }

    private void requireSameTask() throws ModelsException {
        String both = "candidate " + candidate.model().name() + " cannot be compared with "
                + reference.model().name() + ": ";
        if (candidate.model().task() != reference.model().task()
                || !candidate.model().labels().equals(reference.model().labels())) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE, both + "task or labels differ; name a package of the same model");
        }
        for (Tensor output : reference.outputs()) {
            Tensor other = candidate.outputs().stream()
                    .filter(t -> t.spec().name().equals(output.spec().name()))
                    .findFirst()
                    .orElse(null);
            if (other == null) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE,
                        both + "it has no output " + output.spec() + ", only "
                                + candidate.outputs().stream()
                                        .map(t -> t.spec().toString())
                                        .toList()
                                + "; name a package of the same model");
            }
            counterparts.put(output.spec().name(), other);
        }
        try (Perception a = reference.perceiver().newPerception();
                Perception b = candidate.serving().newPerception()) {
            if (a.mask() != null
                    && (a.mask().width() != b.mask().width()
                            || a.mask().height() != b.mask().height())) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE, both + "masks differ in size; give both the same mask-size");
            }
        }
    }

    /**
     * Compares on every frame of a supply.
     *
     * @param supply at least two frames
     * @param progress hears the number of frames done
     * @throws SourceException when the source fails
     * @throws ModelsException when the reference fails, or there are fewer than two frames
     */
    public void compare(FrameSupply supply, IntConsumer progress) throws SourceException, ModelsException {
        try (Perception seen = reference.perceiver().newPerception();
                Perception other = candidate.serving().newPerception()) {
            for (Frame frame = supply.next(); frame != null; frame = supply.next()) {
                try {
                    compare(frame, seen, other);
                } finally {
                    frame.release();
                }
                progress.accept(frames.size());
            }
        }
        if (frames.size() < 2) {
            throw ModelsException.badInput("source " + supply.uri() + ": " + frames.size()
                    + " frames, and a comparison needs 2 or more; give another --source");
        }
    }

    private void compare(Frame frame, Perception seen, Perception other) throws ModelsException {
        String sha = FrameDigest.of(frame);
        if (reference.perceiver().perceive(frame, seen, clock) != Perceiver.OK) {
            throw ModelsException.badInput(
                    reference.model().directory() + ": the reference fails on frame " + frame.sequence() + ": "
                            + reference.perceiver().lastError() + "; check the package with saccade run");
        }
        pictures.add(sha);
        referenceOutputs.add(TensorValues.digest(reference.outputs()));
        if (pool.size() < POOL) {
            frame.retain();
            pool.add(frame);
        }
        FrameRecord found = candidate.perceiver().perceive(frame, other, clock) == Perceiver.OK
                ? tensorsAndResult(frame, sha, seen, other)
                : new FrameRecord(frame.sequence(), sha, Double.POSITIVE_INFINITY, 0, 0, reason(candidate.perceiver()));
        frames.add(found);
        keep(found, frame, seen, other);
    }

    private FrameRecord tensorsAndResult(Frame frame, String sha, Perception seen, Perception other) {
        TensorError all = new TensorError(0, 0, 1);
        for (Tensor output : reference.outputs()) {
            String name = output.spec().name();
            TensorError error =
                    TensorError.between(TensorValues.numbers(output), TensorValues.numbers(counterparts.get(name)));
            errors.merge(name, error, TensorError::worse);
            all = isJudged(output) ? all.worse(error) : all;
        }
        String digest = TensorValues.digest(candidate.outputs());
        candidateOutputs.add(digest);
        if (frames.size() < REPEATED && !isRepeated(frame, other, digest)) {
            unrepeated++;
        }
        if (candidate.serving() != candidate.perceiver()
                && candidate.serving().perceive(frame, other, clock) != Perceiver.OK) {
            return new FrameRecord(frame.sequence(), sha, all.relative(), all.cosine(), 0, reason(candidate.serving()));
        }
        return new FrameRecord(frame.sequence(), sha, all.relative(), all.cosine(), agreement.add(seen, other), null);
    }

    /** Whether the same frame gives the same bytes once more. */
    private boolean isRepeated(Frame frame, Perception other, String digest) {
        return candidate.perceiver().perceive(frame, other, clock) == Perceiver.OK
                && TensorValues.digest(candidate.outputs()).equals(digest);
    }

    private String reason(Perceiver perceiver) {
        fault = perceiver.lastError().isBlank() ? "no result in time" : perceiver.lastError();
        return fault;
    }

    private void keep(FrameRecord found, Frame frame, Perception seen, Perception other) {
        if (worst.size() == WORST) {
            WorstFrame mildest = worst.get(WORST - 1);
            if (found.badness() <= mildest.found().badness()) {
                return;
            }
            worst.remove(WORST - 1).close();
        }
        Perception first = reference.perceiver().newPerception();
        seen.copyTo(first);
        Perception second = null;
        if (found.fault() == null) {
            second = candidate.serving().newPerception();
            other.copyTo(second);
        }
        frame.retain();
        worst.add(new WorstFrame(
                found,
                frame,
                first,
                second,
                new WorstFrame.Inputs(TensorValues.bytes(reference.input()), TensorValues.bytes(candidate.input()))));
        worst.sort(Comparator.comparingDouble((WorstFrame w) -> w.found().badness())
                .reversed());
    }

    /**
     * Measures the candidate's latency at a fixed cadence, on frames that were compared before.
     *
     * @param hz runs a second
     * @param deadlineNs from due to result; {@link Long#MAX_VALUE} for none
     */
    public void measure(double hz, long deadlineNs) {
        try (Perception seen = candidate.serving().newPerception()) {
            for (int i = 0; i < WARM_UPS; i++) {
                look(i, seen);
            }
            latency = new CadenceTrial(clock, this::sleepUntil)
                    .run(LATENCY_RUNS, Math.round(1e9 / hz), deadlineNs, i -> look(i, seen));
        }
    }

    private boolean look(int i, Perception seen) {
        return candidate.serving().perceive(pool.get(i % pool.size()), seen, clock) == Perceiver.OK;
    }

    private void sleepUntil(long dueNs) {
        for (long left = dueNs - clock.nanoTime(); left > 0; left = dueNs - clock.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    /** @return frames that differ most, worst first; owned by the trial */
    public List<WorstFrame> worst() {
        return List.copyOf(worst);
    }

    /**
     * Judges what was compared and measured so far.
     *
     * @param source where frames came from
     * @return the numbers and the verdict
     */
    public GateResult judge(String source) {
        List<Check> checks = new ArrayList<>();
        long faults = frames.stream().filter(f -> f.fault() != null).count();
        checks.add(new Check("faults", faults, 0, false, fault));
        checks.add(new Check("unrepeated", unrepeated, 0, false, "frames whose second run gave other bytes"));
        addDistinct(checks);
        List<OutputError> outputs = new ArrayList<>();
        for (Tensor output : reference.outputs()) {
            String name = output.spec().name();
            TensorError error = errors.get(name);
            if (error != null) {
                outputs.add(new OutputError(name, isJudged(output), error));
            }
        }
        for (OutputError output : outputs) {
            if (output.isJudged()) {
                add(checks, GateLimit.RELATIVE, output.error().relative(), "output " + output.output());
                add(checks, GateLimit.ABSOLUTE, output.error().absolute(), "output " + output.output());
                add(checks, GateLimit.COSINE, output.error().cosine(), "output " + output.output());
            }
        }
        if (faults < frames.size()) {
            agreement.measures().forEach(m -> add(checks, m.limit(), m.value(), m.where()));
        }
        if (latency != null && latency.hasDeadline()) {
            add(checks, GateLimit.MISSED, latency.missed(), "of " + latency.runs() + " runs");
        }
        return new GateResult(
                words(reference),
                reference.model().identity(),
                words(candidate),
                candidate.model().identity(),
                precision,
                source,
                List.copyOf(frames),
                List.copyOf(outputs),
                latency,
                limits,
                List.copyOf(checks));
    }

    /** An engine that answers different frames alike is broken; half of the reference's variety lets ties through. */
    private void addDistinct(List<Check> checks) {
        String seen = "different outputs of " + pictures.size() + " different frames";
        checks.add(new Check("reference-distinct", referenceOutputs.size(), 2, true, seen));
        double least = Math.max(2, referenceOutputs.size() / 2.0);
        checks.add(new Check("distinct", candidateOutputs.size(), least, true, seen));
    }

    private void add(List<Check> checks, GateLimit limit, double value, String where) {
        Double bound = limits.get(limit);
        if (bound != null) {
            checks.add(new Check(limit.yamlName(), value, bound, limit.isFloor(), where));
        }
    }

    static boolean isJudged(Tensor output) {
        return switch (output.spec().type()) {
            case FLOAT32, FLOAT16 -> true;
            default -> false;
        };
    }

    private static String words(Subject subject) {
        return subject.model().name() + ", " + subject.backend() + ", " + subject.description();
    }

    /** Frees the frames that were kept. Idempotent. */
    @Override
    public void close() {
        worst.forEach(WorstFrame::close);
        worst.clear();
        pool.forEach(Frame::release);
        pool.clear();
    }
}
