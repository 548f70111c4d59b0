package dev.saccade.models.gate;

import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceException;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.Precision;
import dev.saccade.tensor.Tensor;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A reference's results on a few frames, kept, to hold many candidates against without running it again. Says how far
 * they are, judges nothing. One thread; keeps the frames until closed.
 */
public final class SpotCheck implements AutoCloseable {
    private final Subject reference;
    private final MonotonicClock clock;
    private final FrameSupply supply;
    private final List<Looked> looked = new ArrayList<>();

    /** A frame, and what the reference made of it. */
    private record Looked(Frame frame, Perception seen, Map<String, float[]> outputs) {}

    /**
     * How far a candidate is from the reference.
     *
     * @param noise root of the squared differences' sum as a share of the same of the reference's values, over all frames,
     *     of the worst output; infinite where the candidate fails
     * @param relative largest difference as a share of the output's largest magnitude, of the worst frame and output
     * @param cosine of the worst frame and output
     * @param agreement of the results, mean over the frames, 0..1
     */
    public record Distance(double noise, double relative, double cosine, double agreement) {}

    /**
     * Runs the reference.
     *
     * @param reference gives the right answers; not owned
     * @param supply a few frames, at most as many as a supply can lease out at once (12); taken over
     * @param clock stamps
     * @throws SourceException when the source fails
     * @throws ModelsException when the reference fails
     */
    public SpotCheck(Subject reference, FrameSupply supply, MonotonicClock clock)
            throws SourceException, ModelsException {
        this.reference = reference;
        this.clock = clock;
        this.supply = supply;
        boolean isWhole = false;
        try {
            for (Frame frame = supply.next(); frame != null; frame = supply.next()) {
                Perception seen = reference.perceiver().newPerception();
                Map<String, float[]> outputs = new HashMap<>();
                looked.add(new Looked(frame, seen, outputs));
                if (reference.perceiver().perceive(frame, seen, clock) != Perceiver.OK) {
                    throw ModelsException.badInput(reference.model().directory() + ": the reference fails on frame "
                            + frame.sequence() + ": " + reference.perceiver().lastError()
                            + "; check the package with saccade run");
                }
                for (Tensor output : reference.outputs()) {
                    outputs.put(output.spec().name(), floats(output));
                }
            }
            isWhole = true;
        } finally {
            if (!isWhole) {
                close();
            }
        }
    }

    /**
     * Runs a candidate on the same frames.
     *
     * @param candidate of the same model; not owned
     * @return how far it is
     * @throws PackageException when the package was put together by hand with an unknown decoder
     */
    public Distance of(Subject candidate) throws PackageException {
        TaskAgreement task = TaskAgreement.of(reference.model(), GateLimits.of(reference.model(), Precision.INT8));
        Map<String, double[]> energies = new HashMap<>();
        TensorError worst = new TensorError(0, 0, 1);
        double agreement = 0;
        try (Perception other = candidate.perceiver().newPerception()) {
            for (Looked frame : looked) {
                if (candidate.perceiver().perceive(frame.frame(), other, clock) != Perceiver.OK) {
                    return new Distance(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0, 0);
                }
                for (Tensor output : candidate.outputs()) {
                    float[] right = frame.outputs().get(output.spec().name());
                    if (right != null && GateTrial.isJudged(output)) {
                        double[] there = numbers(right);
                        double[] here = TensorValues.numbers(output);
                        worst = worst.worse(TensorError.between(there, here));
                        add(energies.computeIfAbsent(output.spec().name(), n -> new double[2]), there, here);
                    }
                }
                agreement += task.add(frame.seen(), other);
            }
        }
        double noise = energies.values().stream()
                .mapToDouble(e -> e[0] == 0 ? 0 : Math.sqrt(e[0] / e[1]))
                .max()
                .orElse(0);
        return new Distance(noise, worst.relative(), worst.cosine(), agreement / looked.size());
    }

    private static void add(double[] energies, double[] right, double[] here) {
        for (int i = 0; i < right.length && right.length == here.length; i++) {
            // Where both are infinite alike their difference is none.
            double difference = right[i] == here[i] ? 0 : right[i] - here[i];
            energies[0] += difference * difference;
            energies[1] += Double.isFinite(right[i]) ? right[i] * right[i] : 0;
        }
    }

    private static float[] floats(Tensor tensor) {
        double[] numbers = TensorValues.numbers(tensor);
        float[] floats = new float[numbers.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) numbers[i];
        }
        return floats;
    }

    private static double[] numbers(float[] floats) {
        double[] numbers = new double[floats.length];
        for (int i = 0; i < floats.length; i++) {
            numbers[i] = floats[i];
        }
        return numbers;
    }

    /** Releases the frames and closes the supply. Idempotent. */
    @Override
    public void close() {
        for (Looked frame : looked) {
            frame.seen().close();
            frame.frame().release();
        }
        looked.clear();
        supply.close();
    }
}
