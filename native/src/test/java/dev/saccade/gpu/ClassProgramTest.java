package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.kernel.Postprocess;
import java.nio.ByteBuffer;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** Programs of classifiers leave the classes and values that the CPU's kernels write, bit for bit. */
class ClassProgramTest {
    private static final int[] SIZES = {1, 2, 7, 15, 16, 17, 255, 256, 257, 1000, 1001, 5003};

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void shouldGiveTheBestProbabilities() {
        for (int n : SIZES) {
            float[] values = Reals.grid(random, n, 0, 1);
            values[random.nextInt(n)] = -0.0f;
            check(GpuDecoderSpec.KIND_SOFTMAX, true, values);
            check(GpuDecoderSpec.KIND_SOFTMAX, false, values);
        }
    }

    @Test
    void shouldGiveTheBestLogits() {
        for (int n : SIZES) {
            float[] values = Reals.grid(random, n, -8, 8);
            if (n > 2) {
                values[random.nextInt(n)] = Float.NEGATIVE_INFINITY;
            }
            check(GpuDecoderSpec.KIND_LOGITS, true, values);
            check(GpuDecoderSpec.KIND_LOGITS, false, values);
            check(GpuDecoderSpec.KIND_LOGITS, false, Reals.wild(random, n));
        }
        check(GpuDecoderSpec.KIND_LOGITS, true, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY);
    }

    @Test
    void shouldReportWhatIsNoNumberAndWhatIsNoProbability() {
        for (int n : new int[] {1, 17, 1001}) {
            expectFault(GpuDecoderSpec.KIND_SOFTMAX, n, 1.0009f, 0);
            expectFault(GpuDecoderSpec.KIND_SOFTMAX, n, -0.0009f, 0);
            expectFault(GpuDecoderSpec.KIND_SOFTMAX, n, 1.0011f, GpuProgram.NO_PROBABILITIES);
            expectFault(GpuDecoderSpec.KIND_SOFTMAX, n, -0.0011f, GpuProgram.NO_PROBABILITIES);
            expectFault(GpuDecoderSpec.KIND_SOFTMAX, n, Float.NEGATIVE_INFINITY, GpuProgram.NO_PROBABILITIES);
            expectFault(GpuDecoderSpec.KIND_SOFTMAX, n, Float.NaN, 1);
            expectFault(GpuDecoderSpec.KIND_LOGITS, n, 1.0011f, 0);
            expectFault(GpuDecoderSpec.KIND_LOGITS, n, Float.POSITIVE_INFINITY, 1);
        }
    }

    @Test
    void shouldWidenEveryHalfExactly() {
        int n = 1024;
        for (int exponent = 0; exponent < 31; exponent++) {
            float[] values = new float[n];
            for (int i = 0; i < n; i++) {
                values[i] = (float) Math.scalb(exponent == 0 ? i : 1024.0 + i, Math.max(exponent, 1) - 25)
                        * (i % 3 == 0 ? -1 : 1);
            }
            check(GpuDecoderSpec.KIND_LOGITS, true, values);
        }
    }

    private void expectFault(int kind, int n, float odd, int fault) {
        float[] values = Reals.grid(random, n, 0, 1);
        values[random.nextInt(n)] = odd;
        try (GpuDecoderSpec spec = spec(kind, n, 1);
                EmulatedDecoder decoder = new EmulatedDecoder(spec, false, values)) {
            decoder.run(seed);
            assertThat(decoder.fault()).as("%s, seed %d", odd, seed).isEqualTo(fault);
            assertThat(decoder.count()).isEqualTo(fault == 0 ? 1 : 0);
        }
    }

    private void check(int kind, boolean isHalf, float... values) {
        int n = values.length;
        for (int top : new int[] {Math.min(5, n), Math.min(64, n)}) {
            try (GpuDecoderSpec spec = spec(kind, n, top);
                    BytePointer in = Reals.of(values);
                    BytePointer probabilities = new BytePointer(4L * n);
                    BytePointer best = new BytePointer(8L * top);
                    EmulatedDecoder decoder = new EmulatedDecoder(spec, isHalf, values)) {
                long from = in.address();
                if (kind == GpuDecoderSpec.KIND_LOGITS) {
                    Postprocess.softmax(from, probabilities.address(), n);
                    from = probabilities.address();
                }
                int count = Postprocess.topK(from, n, top, best.address(), best.address() + 4L * top);
                for (long order = 0; order < 2; order++) {
                    decoder.run(order * seed);
                    assertThat(decoder.fault()).as("seed %d n %d", seed, n).isZero();
                    assertThat(decoder.count()).as("seed %d n %d", seed, n).isEqualTo(count);
                    assertThat(ByteBuffer.wrap(decoder.payload(0, 8 * top)))
                            .as("seed %d n %d", seed, n)
                            .isEqualTo(ByteBuffer.wrap(Reals.bytes(best, 8 * top)));
                }
            }
        }
    }

    private static GpuDecoderSpec spec(int kind, int classes, int top) {
        return new GpuDecoderSpec().kind(kind).classes(classes).top(top);
    }
}
