package dev.saccade.models.quantise;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.TensorValues;
import dev.saccade.models.precision.QuantNetwork;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Runs the FP32 network, some of its tensors exposed at a time, on preprocessed frames, and counts what each tensor holds.
 * How many are exposed at once is bounded by their size, so the memory is. One thread.
 */
final class Calibrator {
    private static final int FIRST_SHARE = 6;
    private static final int LARGEST_SHARE = 96;
    private static final long BUDGET_BYTES = 128L << 20;
    private static final int CHUNK = 1 << 14;

    private final NetworkFiles files;
    private final QuantNetwork network;
    private final EngineOptions options;
    private final Int8Progress progress;
    private final Map<String, RangeHistogram> histograms = new LinkedHashMap<>();
    private final Map<String, Long> elements = new LinkedHashMap<>();
    private final float[] chunk = new float[CHUNK];
    private long exposedBytes;

    private Calibrator(NetworkFiles files, QuantNetwork network, EngineOptions options, Int8Progress progress) {
        this.files = files;
        this.network = network;
        this.options = options.asWritten();
        this.progress = progress;
    }

    /**
     * What the tensors held.
     *
     * @param histograms by tensor
     * @param elements how many each tensor has, by tensor
     */
    record Counted(Map<String, RangeHistogram> histograms, Map<String, Long> elements) {}

    /** @param inputs preprocessed frames, each the bytes of the input tensor */
    static Counted run(
            NetworkFiles files,
            QuantNetwork network,
            PreparedInputs inputs,
            EngineOptions options,
            Int8Progress progress)
            throws ModelsException, EngineException {
        Calibrator calibrator = new Calibrator(files, network, options, progress);
        calibrator.run(inputs);
        return new Counted(calibrator.histograms, calibrator.elements);
    }

    private void run(PreparedInputs inputs) throws ModelsException, EngineException {
        List<String> tensors = new ArrayList<>(network.tensors());
        int share = FIRST_SHARE;
        for (int from = 0; from < tensors.size(); ) {
            Set<String> some = new LinkedHashSet<>(tensors.subList(from, Math.min(tensors.size(), from + share)));
            expose(some, inputs, from, tensors.size());
            from += some.size();
            share = (int) Math.max(1, Math.min(LARGEST_SHARE, BUDGET_BYTES / Math.max(1, exposedBytes / some.size())));
        }
    }

    private void expose(Set<String> tensors, PreparedInputs inputs, int done, int of)
            throws ModelsException, EngineException {
        ModelPackage exposed = files.with(network.exposing(tensors));
        try (Engine engine = Engines.load(exposed, Backend.CPU, options)) {
            Tensor input = engine.inputs().get(0);
            for (int i = 0; i < inputs.count(); i++) {
                byte[] frame = inputs.read(i);
                try (BytePointer copy = new BytePointer(frame)) {
                    Kernels.copy(input.address(), copy.address(), frame.length);
                }
                if (engine.run() != Engine.OK) {
                    throw new EngineException(false, engine.lastError(), null);
                }
                exposedBytes = 0;
                count(input, tensors);
                for (Tensor output : engine.outputs()) {
                    count(output, tensors);
                }
                // A tensor counts as done with its last frame.
                progress.at("calibrating", done + tensors.size() * (i + 1) / inputs.count(), of);
            }
        } finally {
            files.drop(exposed);
        }
    }

    private void count(Tensor tensor, Set<String> wanted) {
        String name = tensor.spec().name();
        if (!wanted.contains(name) || tensor.spec().type() != TensorType.FLOAT32) {
            return;
        }
        long count = TensorValues.elements(tensor);
        exposedBytes += count * Float.BYTES;
        elements.put(name, count);
        RangeHistogram histogram = histograms.computeIfAbsent(name, n -> new RangeHistogram());
        try (FloatPointer copy = new FloatPointer(CHUNK)) {
            for (long at = 0; at < count; at += CHUNK) {
                int some = (int) Math.min(CHUNK, count - at);
                Kernels.copy(copy.address(), tensor.address() + at * Float.BYTES, (long) some * Float.BYTES);
                copy.get(chunk, 0, some);
                histogram.add(chunk, some);
            }
        }
    }
}
