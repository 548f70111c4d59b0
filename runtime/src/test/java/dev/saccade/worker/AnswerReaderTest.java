package dev.saccade.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.Task;
import dev.saccade.vision.Perception;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker gone mad writes what it likes: the parent neither fails nor believes what cannot be. */
class AnswerReaderTest {
    private static final int ROUNDS = 5_000;
    private static final long SUBMITTED_NS = 1_000;
    private static final long NOW_NS = 1_000_000_000;

    @TempDir
    Path work;

    @ParameterizedTest
    @EnumSource(WorkerPerceiverTest.Kind.class)
    void shouldBelieveNothingImpossible(WorkerPerceiverTest.Kind kind) throws Exception {
        ModelPackage model = ModelPackages.read(kind.write(work.resolve("tiny")));
        PerceptionShape shape =
                switch (kind) {
                    case DETECTOR -> new PerceptionShape(16, 0, 0, 0, 0);
                    case CLASSIFIER -> new PerceptionShape(0, 3, 0, 0, 0);
                    case SEGMENTER -> new PerceptionShape(0, 0, 8, 8, 3);
                };
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int believed = 0;
        try (BytePointer memory = new BytePointer(shape.blockBytes());
                Perception into = shape.newPerception(model)) {
            ByteBuffer block = memory.asByteBuffer().order(ByteOrder.nativeOrder());
            AnswerReader reader = new AnswerReader(block, memory.address(), shape, model);
            for (int i = 0; i < ROUNDS; i++) {
                garble(block, random);
                assertThat(reader.error()).as("seed %d", seed).doesNotContain("\n");
                if (reader.result(into, SUBMITTED_NS, NOW_NS) == null) {
                    believed++;
                    assertSound(into, model, reader, seed);
                }
            }
        }
        assertThat(believed)
                .as("seed %d: some garbage looks like an answer", seed)
                .isPositive();
    }

    /** Whole garbage, or small numbers where counts and classes are, and sometimes times that are in order. */
    private static void garble(ByteBuffer block, Random random) {
        boolean isWild = random.nextInt(4) == 0;
        for (int at = BlockLayout.ANSWER; at + 4 <= block.capacity(); at += 4) {
            block.putInt(at, isWild ? random.nextInt() : random.nextInt(4) - (random.nextInt(40) == 0 ? 2 : 0));
        }
        if (!isWild) {
            block.putInt(BlockLayout.ERROR_BYTES, random.nextInt());
            long ns = SUBMITTED_NS;
            for (int at : new int[] {
                BlockLayout.RECEIVED_NS,
                BlockLayout.PREPROCESSED_NS,
                BlockLayout.INFERRED_NS,
                BlockLayout.POSTPROCESSED_NS
            }) {
                ns += random.nextInt(100) - (random.nextInt(50) == 0 ? 100 : 0);
                block.putLong(at, ns);
            }
        }
    }

    private static void assertSound(Perception seen, ModelPackage model, AnswerReader reader, long seed) {
        String as = "seed " + seed;
        assertThat(reader.preprocessedNs()).as(as).isBetween(0L, reader.inferredNs());
        assertThat(reader.postprocessedNs()).as(as).isBetween(reader.inferredNs(), NOW_NS - SUBMITTED_NS);
        int labels = model.labels().size();
        if (seen.detections() != null) {
            assertThat(seen.detections().count()).as(as).isBetween(0, 16);
            for (int i = 0; i < seen.detections().count(); i++) {
                assertThat(seen.detections().label(i)).as(as).isBetween(0, labels - 1);
                assertThat(seen.detections().x(i)).as(as).isFinite();
                assertThat(seen.detections().score(i)).as(as).isFinite();
            }
        }
        if (seen.classes() != null) {
            for (int i = 0; i < seen.classes().count(); i++) {
                assertThat(seen.classes().label(i)).as(as).isBetween(0, labels - 1);
            }
        }
        if (seen.mask() != null) {
            for (int c = 0; c < labels; c++) {
                assertThat(seen.mask().share(c)).as(as).isBetween(0.0, 1.0);
            }
        }
    }

    @Test
    void shouldRefuseShapesThatNoModelHas() {
        assertThat(new PerceptionShape(0, 0, 1 << 14, 1 << 14, 2).isPossible(Task.SEGMENTATION))
                .isFalse();
        assertThat(new PerceptionShape(-1, 0, 0, 0, 0).isPossible(Task.DETECTION))
                .isFalse();
        assertThat(new PerceptionShape(5, 0, 8, 8, 2).isPossible(Task.DETECTION))
                .isFalse();
        assertThat(new PerceptionShape(5, 0, 0, 0, 0).isPossible(Task.DETECTION))
                .isTrue();
    }
}
