package dev.saccade.models.precision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.onnx.HalfFloat;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorType;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.ShortPointer;

/** What a package's network makes of a picture with the CPU engine. */
final class Outputs {
    private final Map<String, float[]> values = new TreeMap<>();

    private Outputs() {}

    static Outputs of(Path directory, BufferedImage picture, Path cache) throws Exception {
        ModelPackage model = ModelPackages.read(directory);
        Outputs outputs = new Outputs();
        try (Engine engine = Engines.load(model, Backend.CPU, new EngineOptions(1, false, -1, cache))) {
            write(engine.inputs().get(0), pixels(model.input(), picture));
            assertThat(engine.run()).as(engine.lastError()).isEqualTo(Engine.OK);
            for (Tensor tensor : engine.outputs()) {
                outputs.values.put(tensor.spec().name(), read(tensor));
            }
        }
        return outputs;
    }

    float[] get(String name) {
        return values.get(name);
    }

    /** Greatest difference of an output, as a share of its greatest magnitude there. */
    double error(Outputs reference, String name) {
        float[] here = values.get(name);
        float[] there = reference.values.get(name);
        assertThat(here).hasSameSizeAs(there);
        double worst = 0;
        double largest = 0;
        for (int i = 0; i < here.length; i++) {
            worst = Math.max(worst, Math.abs(here[i] - there[i]));
            largest = Math.max(largest, Math.abs(there[i]));
        }
        return worst / largest;
    }

    /** Of the cells that either puts above a threshold, the share that both do. */
    double overlap(Outputs reference, String name, float threshold) {
        float[] here = values.get(name);
        float[] there = reference.values.get(name);
        int both = 0;
        int either = 0;
        for (int i = 0; i < here.length; i++) {
            both += here[i] > threshold && there[i] > threshold ? 1 : 0;
            either += here[i] > threshold || there[i] > threshold ? 1 : 0;
        }
        assertThat(either).as("cells above the threshold").isPositive();
        return both / (double) either;
    }

    /** Greatest difference of an output's numbers in the cells that both score above a threshold. */
    double apart(Outputs reference, String name, String scores, float threshold) {
        float[] here = values.get(name);
        float[] there = reference.values.get(name);
        int numbers = here.length / values.get(scores).length;
        double worst = 0;
        for (int i = 0; i < here.length; i++) {
            int cell = i / numbers;
            if (values.get(scores)[cell] > threshold && reference.values.get(scores)[cell] > threshold) {
                worst = Math.max(worst, Math.abs(here[i] - there[i]));
            }
        }
        return worst;
    }

    int strongest(String name) {
        float[] scores = values.get(name);
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }

    private static float[] pixels(InputSpec spec, BufferedImage picture) {
        int width = spec.width();
        int height = spec.height();
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = scaled.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        int channels = spec.channels();
        int plane = width * height;
        boolean planes = spec.layout() == InputSpec.Layout.NCHW;
        float[] out = new float[channels * plane];
        for (int i = 0; i < plane; i++) {
            int rgb = scaled.getRGB(i % width, i / width);
            for (int c = 0; c < channels; c++) {
                float value = c == 3
                        ? spec.alpha().floatValue()
                        : (float) (((rgb >> (16 - 8 * c) & 255) * spec.scale().get(c)
                                        - spec.mean().get(c))
                                / spec.std().get(c));
                out[planes ? c * plane + i : i * channels + c] = value;
            }
        }
        return out;
    }

    private static void write(Tensor tensor, float[] values) {
        if (tensor.spec().type() == TensorType.FLOAT16) {
            short[] halves = new short[values.length];
            for (int i = 0; i < values.length; i++) {
                halves[i] = HalfFloat.ofFloat(values[i]);
            }
            try (ShortPointer from = new ShortPointer(halves)) {
                Kernels.copy(tensor.address(), from.address(), tensor.spec().bytes());
            }
            return;
        }
        try (FloatPointer from = new FloatPointer(values)) {
            Kernels.copy(tensor.address(), from.address(), tensor.spec().bytes());
        }
    }

    private static float[] read(Tensor tensor) {
        int elements = (int) tensor.spec().elements();
        float[] values = new float[elements];
        if (tensor.spec().type() == TensorType.FLOAT16) {
            short[] halves = new short[elements];
            try (ShortPointer to = new ShortPointer(elements)) {
                Kernels.copy(to.address(), tensor.address(), tensor.spec().bytes());
                to.get(halves);
            }
            for (int i = 0; i < elements; i++) {
                values[i] = HalfFloat.toFloat(halves[i]);
            }
            return values;
        }
        try (FloatPointer to = new FloatPointer(elements)) {
            Kernels.copy(to.address(), tensor.address(), tensor.spec().bytes());
            to.get(values);
        }
        return values;
    }
}
