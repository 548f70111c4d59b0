package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.model.DecoderKind;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.ManualClock;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnginePerceiverTest {
    private static final InputSpec INPUT = Models.input(8, 4);

    private final FakeEngine engine = new FakeEngine().input("in", TensorType.FLOAT32, 1, 3, 4, 8);

    @Test
    void shouldStampEveryStage() throws PackageException {
        ManualClock clock = new ManualClock(1000);
        probabilities();
        engine.onRun(() -> clock.advance(70));
        try (Scene scene = new Scene(classifier(), engine);
                Frames frames = new Frames()) {
            Frame frame = frames.next(Frames.bgr(16, 12));

            assertThat(scene.perceiver.perceive(frame, scene.seen, clock)).isEqualTo(Perceiver.OK);

            Perception seen = scene.seen;
            assertThat(List.of(
                            seen.captureNs(),
                            seen.leasedNs(),
                            seen.preprocessedNs(),
                            seen.inferredNs(),
                            seen.postprocessedNs()))
                    .containsExactly(frame.captureNs(), 1000L, 1000L, 1070L, 1070L);
            assertThat(seen.frame()).isEqualTo(frame.sequence());
            assertThat(seen.frameWidth()).isEqualTo(16);
            assertThat(seen.frameHeight()).isEqualTo(12);
            assertThat(seen.backend()).isEqualTo(Backend.CPU);
            assertThat(seen.isFallback()).isFalse();
            frame.release();
        }
    }

    @Test
    void shouldFillTheInputByTheSpec() throws PackageException {
        probabilities();
        InputSpec input = new InputSpec(
                "in",
                8,
                4,
                InputSpec.Colour.BGR,
                InputSpec.Resize.LETTERBOX,
                100,
                List.of(2.0, 1.0, 1.0),
                List.of(50.0, 0.0, 10.0),
                List.of(2.0, 4.0, 5.0),
                InputSpec.Layout.NCHW,
                TensorType.FLOAT32,
                null);
        try (Scene scene = new Scene(Models.of(DecoderKind.SOFTMAX, input, 2), engine)) {
            // A black square frame in the middle, padding of 100 beside it.
            scene.sees(Frames.bgr(64, 64));

            FakeTensor in = engine.in();
            assertThat(List.of(in.floatAt(3), in.floatAt(32 + 3), in.floatAt(64 + 3)))
                    .as("(0 * scale - mean) / std of blue, green, red")
                    .containsExactly(-25f, 0f, -2f);
            assertThat(List.of(in.floatAt(0), in.floatAt(32), in.floatAt(64)))
                    .as("(100 * scale - mean) / std")
                    .satisfies(v -> assertThat(v.get(0)).isCloseTo(75f, within(1e-4f)))
                    .satisfies(v -> assertThat(v.get(1)).isCloseTo(25f, within(1e-4f)))
                    .satisfies(v -> assertThat(v.get(2)).isCloseTo(18f, within(1e-4f)));
        }
    }

    @Test
    void shouldFollowFormatsThatChangeMidStream() throws PackageException {
        FakeTensor d = engine.output("d", TensorType.FLOAT32, 1, 1, 6);
        d.put(0, new double[] {2, 1, 6, 3, 0.5, 0});
        ModelPackage model = Models.of(DecoderKind.NMS_IN_GRAPH, INPUT, 1, "detections", "d");
        try (Scene scene = new Scene(model, engine)) {
            List<FrameFormat> formats = List.of(
                    Frames.bgr(16, 12),
                    FrameFormat.of(PixelFormat.NV12, 80, 40),
                    FrameFormat.of(PixelFormat.YUYV, 32, 8),
                    FrameFormat.of(PixelFormat.GRAY8, 8, 4),
                    FrameFormat.of(PixelFormat.I420, 24, 16),
                    FrameFormat.of(PixelFormat.RGB24, 8, 400));
            // More formats than plans are kept, in an order that makes each come back.
            for (int i = 0; i < 60; i++) {
                FrameFormat format = formats.get(i * 7 % formats.size());
                int w = format.width();
                int h = format.height();
                assertThat(scene.sees(format).boxes())
                        .as(format.toString())
                        .containsExactly("0 0.5 @ " + w / 4 + "," + h / 4 + " " + w / 2 + "x" + h / 2);
            }
        }
    }

    @Test
    void shouldPassTheEnginesEndOn() throws PackageException {
        probabilities();
        try (Scene scene = new Scene(classifier(), engine)) {
            assertThat(scene.perceiver.lastError()).isEmpty();

            engine.ends(Engine.ERROR, "node 3 failed");
            assertThat(scene.perceive(Frames.bgr(8, 8))).isEqualTo(Perceiver.FAULT);
            assertThat(scene.perceiver.lastError()).isEqualTo("node 3 failed");

            engine.ends(Engine.LOST, "");
            assertThat(scene.perceive(Frames.bgr(8, 8))).isEqualTo(Perceiver.FAULT);
            assertThat(scene.perceiver.lastError()).isEqualTo("the engine ended with status 3");

            engine.ends(Engine.MISSED, "");
            assertThat(scene.perceive(Frames.bgr(8, 8))).isEqualTo(Perceiver.MISSED);

            engine.ends(Engine.OK, "");
            scene.sees(Frames.bgr(8, 8));
            assertThat(scene.seen.frame())
                    .as("only the last frame had a result")
                    .isEqualTo(3);
        }
    }

    @Test
    void shouldFaultWhenAnOutputChangesItsShape() throws PackageException {
        FakeTensor scores = engine.open("p", TensorType.FLOAT32, new long[] {1, -1}, 1, 3);
        scores.resize(1, 2);
        scores.put(0, new double[] {0.5, 0.5});
        try (Scene scene = new Scene(classifier(), engine)) {
            scene.sees(Frames.bgr(8, 8));
            scores.resize(1, 3);

            assertThat(scene.perceive(Frames.bgr(8, 8))).isEqualTo(Perceiver.FAULT);
            assertThat(scene.perceiver.lastError())
                    .isEqualTo(
                            "output p FLOAT32[1, 2] changed its shape to [1, 3]; export the model with fixed shapes");
        }
    }

    @Test
    void shouldRefuseAnInputThatIsNotWhatThePackageDescribes() {
        probabilities();

        assertRefused(
                Models.input(4, 8),
                "pkg/model.yaml: input.size: 4x8: model.yaml makes in FLOAT32[1, 3, 8, 4], the graph takes"
                        + " in FLOAT32[1, 3, 4, 8]; correct input.size, layout, colour or alpha");
        assertRefused(
                with("image", TensorType.FLOAT32),
                "pkg/model.yaml: input.tensor: image: the graph's input is in FLOAT32[1, 3, 4, 8];"
                        + " correct or delete the key");
        assertRefused(
                with(null, TensorType.UINT8),
                "pkg/model.yaml: input.type: UINT8: model.yaml makes in UINT8[1, 3, 4, 8], the graph takes"
                        + " in FLOAT32[1, 3, 4, 8]; correct input.type");
        engine.input("scale", TensorType.FLOAT32, 1);
        assertRefused(
                INPUT,
                "pkg/model.yaml: input.tensor: null: the graph has 2 inputs (in FLOAT32[1, 3, 4, 8], scale FLOAT32[1]),"
                        + " and only the image can be fed; export the model with one input");
    }

    @Test
    void shouldSayThatItStandsInForABetterBackEnd() throws Exception {
        probabilities();
        try (Frames frames = new Frames();
                Perceiver perceiver = Perceivers.over(classifier(), engine, true, 1);
                Perception seen = perceiver.newPerception()) {
            Frame frame = frames.next(Frames.bgr(8, 8));
            assertThat(perceiver.perceive(frame, seen, () -> 0)).isEqualTo(Perceiver.OK);
            assertThat(seen.isFallback()).isTrue();
            frame.release();
        }
    }

    @Test
    void shouldCloseTheEngineOnceWhetherItServesOrIsRefused() throws Exception {
        probabilities();
        Perceiver perceiver = Perceivers.over(classifier(), engine);
        perceiver.close();
        perceiver.close();
        assertThat(engine.closes()).isEqualTo(1);
        try (Frames frames = new Frames()) {
            Frame frame = frames.next(Frames.bgr(8, 8));
            assertThat(perceiver.perceive(frame, perceiver.newPerception(), () -> 0))
                    .isEqualTo(Perceiver.FAULT);
            assertThat(perceiver.lastError()).isEqualTo("the perceiver is closed");
        }

        FakeEngine refused = new FakeEngine().input("in", TensorType.FLOAT32, 1);
        assertThat(catchThrowableOfType(PackageException.class, () -> Perceivers.over(classifier(), refused)))
                .isNotNull();
        assertThat(refused.closes()).isEqualTo(1);
    }

    @Test
    void shouldRefuseAGraphWhoseTrialRunFails() {
        engine.open("p", TensorType.FLOAT32, new long[] {1, -1}, 1, 2);
        engine.ends(Engine.ERROR, "node 3 failed");

        assertRefused(
                INPUT,
                "pkg/model.onnx: model: test: a trial run failed: node 3 failed; check the graph with another runtime"
                        + " or export it with fixed shapes");
    }

    private FakeTensor probabilities() {
        return engine.output("p", TensorType.FLOAT32, 1, 2).put(0, new double[] {0.25, 0.75});
    }

    private static ModelPackage classifier() {
        return Models.of(DecoderKind.SOFTMAX, INPUT, 2);
    }

    private static InputSpec with(String tensor, TensorType type) {
        return new InputSpec(
                tensor,
                8,
                4,
                INPUT.colour(),
                INPUT.resize(),
                0,
                INPUT.scale(),
                INPUT.mean(),
                INPUT.std(),
                INPUT.layout(),
                type,
                null);
    }

    private void assertRefused(InputSpec input, String message) {
        assertThat(catchThrowableOfType(
                        PackageException.class,
                        () -> new EnginePerceiver(Models.of(DecoderKind.SOFTMAX, input, 2), engine, false)))
                .hasMessage(message);
    }
}
