package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.InputSpec;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Outputs that are no numbers are a fault of the engine, never an empty scene, whatever decodes them. */
class UnsoundOutputTest {
    private static final InputSpec INPUT = Models.input(32, 32);
    private static final double[] UNSOUND = {Double.NaN, Double.POSITIVE_INFINITY};

    /** A tensor of zeros that a decoder reads. */
    record Out(String name, TensorType type, long... shape) {}

    @ParameterizedTest(name = "{0} {3}")
    @MethodSource("decoders")
    void shouldFaultAndNameTheTensorUntilAGoodFrame(DecoderKind kind, int labels, String[] keys, List<Out> outs)
            throws PackageException {
        FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 32, 32);
        List<FakeTensor> tensors = new ArrayList<>();
        for (Out out : outs) {
            tensors.add(engine.output(out.name(), out.type(), out.shape()));
        }
        try (Scene scene = new Scene(Models.of(kind, INPUT, labels, keys), engine)) {
            scene.sees(Frames.bgr(64, 64));
            for (FakeTensor tensor : tensors) {
                int elements = Math.toIntExact(tensor.spec().elements());
                for (int at : new int[] {0, elements / 2, elements - 1}) {
                    for (double value : UNSOUND) {
                        tensor.put(at, value);
                        assertThat(scene.perceive(Frames.bgr(64, 64)))
                                .as("%s at %d: %s", tensor.spec(), at, value)
                                .isEqualTo(Perceiver.FAULT);
                        assertThat(scene.perceiver.lastError())
                                .isEqualTo("output '" + tensor.spec().name()
                                        + "' holds NaN or infinity; check input.scale, mean and std, and an fp16 graph"
                                        + " for overflow");
                        tensor.put(at, 0);
                        scene.sees(Frames.bgr(64, 64));
                    }
                }
            }
        }
    }

    static Stream<Arguments> decoders() {
        List<Arguments> decoders = new ArrayList<>();
        for (TensorType type : Outputs.FLOATS) {
            decoders.add(of(DecoderKind.SOFTMAX, 5, keys(), new Out("p", type, 1, 5)));
            decoders.add(of(DecoderKind.LOGITS, 5, keys(), new Out("l", type, 1, 5)));
            decoders.add(of(
                    DecoderKind.CENTERNET,
                    2,
                    keys("heatmap", "hm", "sizes", "wh"),
                    new Out("hm", type, 1, 2, 8, 8),
                    new Out("wh", type, 1, 4, 8, 8)));
            decoders.add(of(DecoderKind.YOLOX, 2, keys(), new Out("x", type, 1, 21, 7)));
            decoders.add(of(DecoderKind.YOLOV8, 2, keys(), new Out("v8", type, 1, 6, 21)));
            decoders.add(of(DecoderKind.NMS_IN_GRAPH, 2, keys(), new Out("d", type, 1, 5, 6)));
            decoders.add(of(
                    DecoderKind.NMS_IN_GRAPH,
                    2,
                    keys("boxes", "b", "scores", "s", "classes", "c", "count", "n"),
                    new Out("b", type, 1, 5, 4),
                    new Out("s", type, 1, 5),
                    new Out("c", type, 1, 5),
                    new Out("n", type, 1)));
            decoders.add(of(DecoderKind.ARGMAX, 3, keys(), new Out("a", type, 1, 3, 5, 7)));
            decoders.add(of(DecoderKind.ARGMAX, 3, keys(), new Out("a", type, 1, 5, 7, 3)));
            decoders.add(of(DecoderKind.SIGMOID_MASK, 2, keys(), new Out("m", type, 1, 1, 5, 7)));
            decoders.add(of(
                    DecoderKind.MLSD,
                    1,
                    keys("centre", "c", "displacement", "o"),
                    new Out("c", type, 1, 1, 16, 16),
                    new Out("o", type, 1, 4, 16, 16)));
        }
        return decoders.stream();
    }

    @Test
    void shouldTryEveryDecoder() {
        Set<DecoderKind> tried = EnumSet.noneOf(DecoderKind.class);
        decoders().forEach(d -> tried.add((DecoderKind) d.get()[0]));
        assertThat(tried).containsExactly(DecoderKind.values());
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT16"})
    void shouldLookAtNoOutputThatTheDecoderLeavesAlone(TensorType type) throws PackageException {
        FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 32, 32);
        engine.output("p", type, 1, 2).put(0, new double[] {0.25, 0.75});
        engine.output("other", type, 1, 2).fill(Double.NaN);
        try (Scene scene = new Scene(Models.of(DecoderKind.SOFTMAX, INPUT, 2, "scores", "p"), engine)) {
            assertThat(scene.sees(Frames.bgr(64, 64)).classes()).containsExactly("1 0.75");
        }
    }

    private static Arguments of(DecoderKind kind, int labels, String[] keys, Out... outs) {
        return Arguments.of(kind, labels, keys, List.of(outs));
    }

    private static String[] keys(String... keys) {
        return keys;
    }
}
