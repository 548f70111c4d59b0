package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EmulatedFrameEngine;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.internal.onnxruntime.OnnxGraph;
import dev.saccade.kernel.Kernels;
import dev.saccade.lens.CameraView;
import dev.saccade.lens.Distortion;
import dev.saccade.lens.Lens;
import dev.saccade.model.DecoderKind;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageDirectory;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.MonotonicClock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a device makes of a frame is what the CPU makes of it, to the bit, whatever decodes it. */
class FrameParityTest {
    private static final InputSpec INPUT = Models.input(32, 32, InputSpec.Resize.LETTERBOX);
    private static final CameraView BENT = new CameraView(
            new Lens(
                    64,
                    48,
                    new double[] {40, 40, 31, 25},
                    Distortion.PLUMB_BOB,
                    new double[] {-0.2, 0.02, 0.001, -0.002, 0},
                    null,
                    null),
            3,
            5,
            50,
            31);
    private static final List<FrameFormat> FORMATS = List.of(
            Frames.bgr(64, 48),
            FrameFormat.of(PixelFormat.NV12, 50, 70),
            Frames.bgr(64, 48).withView(BENT),
            FrameFormat.of(PixelFormat.NV12, 50, 70).withView(new CameraView(null, 11, 7, 39, 20)));
    private static final int PICTURES = 4;

    /** An output, and the range that its numbers are drawn from. */
    record Out(String name, double low, double high, long... shape) {}

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("decoders")
    void shouldSeeWhatTheCpuSees(DecoderKind kind, TensorType type, int labels, String[] keys, List<Out> outs)
            throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        ModelPackage model = Models.of(kind, INPUT, labels, keys);
        FakeEngine host = engine(type, outs);
        FakeEngine network = engine(type, outs);
        EmulatedFrameEngine device = new EmulatedFrameEngine(network);
        try (Perceiver cpu = Perceivers.over(model, host);
                Perceiver gpu = Perceivers.over(model, device);
                Frames frames = new Frames();
                Perception expected = cpu.newPerception();
                Perception seen = gpu.newPerception()) {
            assertThat(device.decodes()).isEqualTo(kind != DecoderKind.NMS_IN_GRAPH);
            for (int i = 0; i < PICTURES; i++) {
                for (int o = 0; o < outs.size(); o++) {
                    draw(random, outs.get(o), (FakeTensor) host.outputs().get(o), (FakeTensor)
                            network.outputs().get(o));
                }
                Frame frame = frames.next(FORMATS.get(i % FORMATS.size()));
                paint(frame, random);
                assertThat(cpu.perceive(frame, expected, MonotonicClock.SYSTEM))
                        .as(cpu.lastError())
                        .isEqualTo(Perceiver.OK);
                assertThat(gpu.perceive(frame, seen, MonotonicClock.SYSTEM))
                        .as(gpu.lastError())
                        .isEqualTo(Perceiver.OK);
                frame.release();
                assertThat(words(seen)).as("seed %d, picture %d", seed, i).isEqualTo(words(expected));
                for (int k = 0; k < 3 * 32 * 32; k++) {
                    assertThat(network.in().floatAt(k))
                            .as("seed %d, picture %d, input %d", seed, i, k)
                            .isEqualTo(host.in().floatAt(k));
                }
            }
        }
    }

    static Stream<Arguments> decoders() {
        List<Arguments> all = new ArrayList<>();
        for (TensorType type : Outputs.FLOATS) {
            all.add(of(DecoderKind.SOFTMAX, type, 70, keys(), new Out("p", 0, 1, 1, 70)));
            all.add(of(DecoderKind.LOGITS, type, 70, keys("top", "9"), new Out("l", -8, 8, 1, 70)));
            all.add(of(
                    DecoderKind.CENTERNET,
                    type,
                    3,
                    keys("heatmap", "hm", "sizes", "wh"),
                    new Out("hm", 0, 1, 1, 3, 8, 8),
                    new Out("wh", 0, 9, 1, 4, 8, 8)));
            all.add(of(DecoderKind.YOLOX, type, 4, keys(), new Out("x", 0, 1, 1, 21, 9)));
            all.add(of(DecoderKind.YOLOV8, type, 4, keys(), new Out("v", 0, 1, 1, 8, 40)));
            all.add(of(DecoderKind.YOLOV8, type, 4, keys(), new Out("v", 0, 1, 1, 40, 8)));
            all.add(of(DecoderKind.NMS_IN_GRAPH, type, 40, keys(), new Out("d", 0, 32, 1, 5, 6)));
            all.add(of(DecoderKind.ARGMAX, type, 5, keys(), new Out("a", -4, 4, 1, 5, 9, 7)));
            all.add(of(DecoderKind.ARGMAX, type, 5, keys(), new Out("a", -4, 4, 1, 9, 7, 5)));
            all.add(of(DecoderKind.ARGMAX, type, 5, keys("mask-size", "33x20"), new Out("a", -4, 4, 1, 5, 9, 7)));
            all.add(of(DecoderKind.ARGMAX, type, 5, keys("mask-size", "33x20"), new Out("a", -4, 4, 1, 9, 7, 5)));
            all.add(of(DecoderKind.SIGMOID_MASK, type, 2, keys("logits", "true"), new Out("m", -2, 2, 1, 1, 9, 7)));
            all.add(of(DecoderKind.SIGMOID_MASK, type, 2, keys("mask-size", "20x33"), new Out("m", 0, 1, 1, 9, 7)));
            all.add(of(
                    DecoderKind.MLSD,
                    type,
                    1,
                    keys("centre", "c", "displacement", "o", "logits", "true"),
                    new Out("c", -2, 2, 1, 1, 16, 16),
                    new Out("o", -9, 9, 1, 4, 16, 16)));
        }
        return all.stream();
    }

    @Test
    void shouldTryEveryDecoder() {
        Set<DecoderKind> tried = EnumSet.noneOf(DecoderKind.class);
        decoders().forEach(d -> tried.add((DecoderKind) d.get()[0]));
        assertThat(tried).containsExactly(DecoderKind.values());
    }

    /** From a package on disk; the network runs in ONNX Runtime. */
    @Test
    void shouldSeeWhatTheCpuSeesThroughARealNetwork(@TempDir Path directory, @TempDir Path cache) throws Exception {
        new PackageDirectory(directory)
                .file("model.yaml", """
                        saccade: 1
                        name: strongest-colour
                        task: classification
                        input: {size: [16, 8], colour: RGB, resize: letterbox, pad: 0, std: 32}
                        decoder: {kind: logits, top: 3}
                        """)
                .file("labels.txt", "red\ngreen\nblue\n")
                .file(
                        "model.onnx",
                        new OnnxGraph()
                                .input("image", OnnxGraph.FLOAT, 1, 3, 8, 16)
                                .output("scores", OnnxGraph.FLOAT, 1, 3)
                                .node("GlobalMaxPool", List.of("image"), List.of("strongest"))
                                .node("Flatten", List.of("strongest"), List.of("scores"))
                                .bytes());
        ModelPackage model = ModelPackages.read(directory);
        EngineOptions options = new EngineOptions(1, false, -1, cache);
        Engine network = Engines.load(model, Backend.CPU, options);
        try (Perceiver cpu = Perceivers.load(model, Backend.CPU, options);
                Perceiver gpu = Perceivers.over(model, new EmulatedFrameEngine(network));
                Frames frames = new Frames();
                Perception expected = cpu.newPerception();
                Perception seen = gpu.newPerception()) {
            Frame frame = frames.next(Frames.bgr(40, 30));
            paint(frame, new Random(1));
            assertThat(cpu.perceive(frame, expected, MonotonicClock.SYSTEM)).isEqualTo(Perceiver.OK);
            assertThat(gpu.perceive(frame, seen, MonotonicClock.SYSTEM)).isEqualTo(Perceiver.OK);
            assertThat(words(seen)).isEqualTo(words(expected)).hasSizeGreaterThan(3);
            frame.release();
        }
    }

    private static FakeEngine engine(TensorType type, List<Out> outs) {
        FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 32, 32);
        outs.forEach(out -> engine.output(out.name(), type, out.shape()));
        return engine;
    }

    /** Sixty-fourths, which are halves and floats alike; equal ones are frequent. */
    private static void draw(Random random, Out out, FakeTensor... into) {
        long elements = Arrays.stream(out.shape()).reduce(1, Math::multiplyExact);
        for (int i = 0; i < elements; i++) {
            double value = Math.rint((out.low() + random.nextDouble() * (out.high() - out.low())) * 64) / 64;
            for (FakeTensor tensor : into) {
                tensor.put(i, value);
            }
        }
    }

    private static void paint(Frame frame, Random random) {
        for (int plane = 0; plane < 3 && frame.address(plane) != 0; plane++) {
            int rows = plane == 0 ? frame.format().height() : frame.format().height() / 2;
            byte[] bytes = new byte[rows * frame.stride(plane)];
            random.nextBytes(bytes);
            try (BytePointer pixels = new BytePointer(bytes)) {
                Kernels.copy(frame.address(plane), pixels.address(), bytes.length);
            }
        }
    }

    /** Everything that was seen, to the bit. */
    private static List<String> words(Perception seen) {
        List<String> words = new ArrayList<>();
        words.add(seen.frame() + " " + seen.frameWidth() + "x" + seen.frameHeight());
        Detections d = seen.detections();
        for (int i = 0; d != null && i < d.count(); i++) {
            words.add(d.label(i) + " " + d.score(i) + " " + d.x(i) + " " + d.y(i) + " " + d.width(i) + " " + d.height(i)
                    + (d.hasSegments() ? " " + d.segment(i, 0) + " " + d.segment(i, 1) : ""));
        }
        Classes classes = seen.classes();
        for (int i = 0; classes != null && i < classes.count(); i++) {
            words.add(classes.label(i) + " " + classes.score(i));
        }
        SegmentationMask mask = seen.mask();
        for (int y = 0; mask != null && y < mask.height(); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < mask.width(); x++) {
                row.append(mask.at(x, y)).append(' ');
            }
            words.add(mask.mapX(y) + " " + mask.mapY(y) + ": " + row);
        }
        for (int c = 0; mask != null && c < mask.classes(); c++) {
            words.add(c + ": " + mask.stat(c, 0) + " " + mask.stat(c, 1) + " " + mask.stat(c, 4));
        }
        return words;
    }

    private static Arguments of(DecoderKind kind, TensorType type, int labels, String[] keys, Out... outs) {
        return Arguments.of(kind, type, labels, keys, List.of(outs));
    }

    private static String[] keys(String... keys) {
        return keys;
    }
}
