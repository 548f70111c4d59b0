package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.model.DecoderKind;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.MonotonicClock;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Seeing a frame allocates nothing, by the exact total over many frames. Frames are seen in rounds, because the thread
 * that asks for an optimised compilation resolves that class's constants itself, once; a round without a byte must come.
 */
class PerceiverAllocationTest {
    private static final int FRAMES = 20_000;
    private static final int ROUNDS = 12;
    private static final InputSpec INPUT = Models.input(32, 32);

    private byte[] kept = {};

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("decoders")
    void shouldAllocateNothing(DecoderKind kind, TensorType type, Scenery scenery, int labels, String[] keys)
            throws PackageException {
        FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 32, 32);
        scenery.prepare(engine, type);

        assertThat(rounds(Models.of(kind, INPUT, labels, keys), engine))
                .as("bytes of each round of %d frames", FRAMES)
                .endsWith(0L);
    }

    @Test
    void shouldNoticeAnEngineThatAllocates() throws PackageException {
        FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 32, 32);
        engine.output("a", TensorType.FLOAT32, 1, 2);
        engine.onRun(() -> kept = engine.runs() % 1000 == 0 ? new byte[16] : kept);

        assertThat(rounds(Models.of(DecoderKind.LOGITS, INPUT, 2), engine))
                .hasSize(ROUNDS)
                .allSatisfy(bytes -> assertThat(bytes).isGreaterThanOrEqualTo(FRAMES / 1000 * 32L));
        assertThat(kept).hasSize(16);
    }

    /** Bytes of each round, up to the first that is 0. */
    private static List<Long> rounds(ModelPackage model, FakeEngine engine) throws PackageException {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Long> rounds = new ArrayList<>();
        try (Scene scene = new Scene(model, engine);
                Frames frames = new Frames();
                Frames others = new Frames()) {
            Frame[] leased = {frames.next(Frames.bgr(64, 48)), others.next(FrameFormat.of(PixelFormat.NV12, 96, 64))};
            long bytes = 1;
            while (bytes != 0 && rounds.size() < ROUNDS) {
                long start = threads.getCurrentThreadAllocatedBytes();
                int results = see(scene, leased);
                bytes = threads.getCurrentThreadAllocatedBytes() - start;
                assertThat(results).isEqualTo(FRAMES);
                rounds.add(bytes);
            }
            leased[0].release();
            leased[1].release();
        }
        return rounds;
    }

    /** The format changes with every frame. */
    private static int see(Scene scene, Frame[] leased) {
        int results = 0;
        for (int i = 0; i < FRAMES; i++) {
            int status = scene.perceiver.perceive(leased[i & 1], scene.seen, MonotonicClock.SYSTEM);
            results += status == Perceiver.OK ? 1 : 0;
        }
        return results;
    }

    interface Scenery {
        void prepare(FakeEngine engine, TensorType type);
    }

    static Stream<Arguments> decoders() {
        Scenery maps = (e, type) -> {
            e.output("a", type, 1, 2, 8, 8).put(20, 0.5).put(90, 0.75);
            e.output("b", type, 1, 4, 8, 8).fill(3);
        };
        Scenery columns = (e, type) -> e.output("a", type, 1, 6, 21).fill(0.5);
        Scenery rows = (e, type) -> e.output("a", type, 1, 21, 7).fill(0.75);
        Scenery joined = (e, type) ->
                e.open("a", type, new long[] {1, -1, 6}, 1, 3, 6).put(0, new double[] {1, 2, 9, 9, 0.5, 1});
        Scenery scores = (e, type) -> e.output("a", type, 1, 100).fill(0.5);
        Scenery planes = (e, type) -> e.output("a", type, 1, 3, 16, 16).fill(0.5);
        Scenery plane = (e, type) -> e.output("a", type, 1, 1, 16, 16).fill(0.5);
        Scenery lines = (e, type) -> {
            e.output("a", type, 1, 1, 16, 16).put(100, 0.5);
            e.output("b", type, 1, 4, 16, 16).put(100, 4).put(612, -4);
        };
        return Stream.of(
                Arguments.of(DecoderKind.CENTERNET, TensorType.FLOAT32, maps, 2, keys("heatmap", "a", "sizes", "b")),
                Arguments.of(DecoderKind.CENTERNET, TensorType.FLOAT16, maps, 2, keys("heatmap", "a", "sizes", "b")),
                Arguments.of(DecoderKind.YOLOV8, TensorType.FLOAT32, columns, 2, keys()),
                Arguments.of(DecoderKind.YOLOX, TensorType.FLOAT32, rows, 2, keys()),
                Arguments.of(DecoderKind.NMS_IN_GRAPH, TensorType.FLOAT32, joined, 2, keys("detections", "a")),
                Arguments.of(DecoderKind.SOFTMAX, TensorType.FLOAT16, scores, 100, keys()),
                Arguments.of(DecoderKind.LOGITS, TensorType.FLOAT32, scores, 100, keys()),
                Arguments.of(DecoderKind.ARGMAX, TensorType.FLOAT32, planes, 3, keys()),
                Arguments.of(DecoderKind.ARGMAX, TensorType.INT64, plane, 3, keys()),
                Arguments.of(DecoderKind.SIGMOID_MASK, TensorType.FLOAT32, plane, 2, keys("logits", "true")),
                Arguments.of(DecoderKind.MLSD, TensorType.FLOAT32, lines, 1, keys("centre", "a", "displacement", "b")));
    }

    private static String[] keys(String... keys) {
        return keys;
    }
}
