package dev.saccade.models.imports;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TfliteOperatorTest {
    private static final int H = 7;
    private static final int W = 6;
    private static final int C = 3;
    private static final int[] SHAPE = {1, H, W, C};

    @TempDir
    Path directory;

    private final TfliteFixture net = new TfliteFixture(SHAPE);
    private final float[] x = Numbers.random(11, H * W * C);
    private final NhwcReference image = new NhwcReference(H, W, C, x);

    private float[] run() throws Exception {
        return Numbers.run(directory, net.read(directory), x);
    }

    private static int[] shape(NhwcReference y) {
        return new int[] {1, y.height, y.width, y.channels};
    }

    /** (output, row, column, input) from (row, column, input, output). */
    private static float[] outputFirst(float[] filter, int taps, int inputs, int outputs) {
        float[] out = new float[filter.length];
        for (int t = 0; t < taps * inputs; t++) {
            for (int o = 0; o < outputs; o++) {
                out[o * taps * inputs + t] = filter[t * outputs + o];
            }
        }
        return out;
    }

    @ParameterizedTest
    @CsvSource({"3,1,1,0", "3,2,1,0", "2,2,1,0", "3,1,2,0", "3,1,1,1", "1,1,1,1"})
    void shouldConvolve(int kernel, int stride, int dilation, int padding) throws Exception {
        float[] filter = Numbers.random(12, kernel * kernel * C * 4);
        NhwcReference y = image.convolve(filter, kernel, kernel, 4, stride, dilation, padding == 0, false);
        int w = net.floats(outputFirst(filter, kernel * kernel, C, 4), 4, kernel, kernel, C);
        int b = net.floats(new float[] {1, 2, 3, 4}, 4);
        int options = net.options(new int[][] {
            {0, padding, 1}, {1, stride, 0}, {2, stride, 0}, {3, 1, 1}, {4, dilation, 0}, {5, dilation, 0}
        });
        net.operator(3, options, shape(y), 0, w, b);
        for (int i = 0; i < y.values.length; i++) {
            y.values[i] = Math.max(y.values[i] + 1 + i % 4, 0);
        }
        Numbers.assertClose(run(), y.values);
    }

    @ParameterizedTest
    @CsvSource({"3,1,1", "3,2,1", "5,2,2"})
    void shouldConvolveEachChannel(int kernel, int stride, int multiplier) throws Exception {
        float[] filter = Numbers.random(13, kernel * kernel * C * multiplier);
        NhwcReference y = image.convolve(filter, kernel, kernel, multiplier, stride, 1, true, true);
        int w = net.floats(filter, 1, kernel, kernel, C * multiplier);
        int options = net.options(new int[][] {{1, stride, 0}, {2, stride, 0}, {3, multiplier, 0}, {4, 3, 1}});
        net.operator(4, options, shape(y), 0, w);
        for (int i = 0; i < y.values.length; i++) {
            y.values[i] = Math.min(Math.max(y.values[i], 0), 6);
        }
        Numbers.assertClose(run(), y.values);
    }

    @ParameterizedTest
    @CsvSource({"2,2,0,14,12", "3,2,1,14,12", "3,2,1,13,11", "4,2,1,14,12", "2,2,2,14,12"})
    void shouldConvolveTransposed(int kernel, int stride, int padding, int oh, int ow) throws Exception {
        boolean same = padding == 1;
        float[] filter = Numbers.random(14, 2 * kernel * kernel * C);
        NhwcReference y = image.convolveTransposed(filter, kernel, kernel, 2, stride, oh, ow);
        int w = net.floats(filter, 2, kernel, kernel, C);
        int b = net.floats(new float[] {0.5f, -1}, 2);
        ByteBuffer options = ByteBuffer.allocate(12).order(ByteOrder.LITTLE_ENDIAN);
        options.putInt(same ? 1 : 2).putInt(stride).putInt(stride);
        net.operator(32, "Convolution2DTransposeBias", 0, options.array(), shape(y), 0, w, b);
        for (int i = 0; i < y.values.length; i++) {
            y.values[i] += i % 2 == 0 ? 0.5f : -1;
        }
        Numbers.assertClose(run(), y.values);
    }

    @ParameterizedTest
    @CsvSource({"1,3,2,0", "1,2,2,1", "17,3,2,0", "17,2,1,1"})
    void shouldPool(int code, int kernel, int stride, int padding) throws Exception {
        NhwcReference y = image.pool(code == 17, kernel, stride, padding == 0);
        int options = net.options(
                new int[][] {{0, padding, 1}, {1, stride, 0}, {2, stride, 0}, {3, kernel, 0}, {4, kernel, 0}});
        net.operator(code, options, shape(y), 0);
        Numbers.assertClose(run(), y.values);
    }

    @ParameterizedTest
    @CsvSource({"14,12,0,0", "14,12,0,1", "14,12,1,0", "9,10,0,1"})
    void shouldResize(int height, int width, int align, int half) throws Exception {
        NhwcReference y = image.resize(height, width, half == 1, align == 1);
        int size = net.integers(height, width);
        net.operator(23, net.options(new int[][] {{2, align, 1}, {3, half, 1}}), shape(y), 0, size);
        Numbers.assertClose(run(), y.values);
    }

    @ParameterizedTest
    @ValueSource(ints = {14, 19, 21, 117})
    void shouldApplyFunctionOfOneTensor(int code) throws Exception {
        net.operator(code, 0, SHAPE, 0);
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            float six = Math.min(Math.max(x[i] + 3, 0), 6);
            expected[i] = switch (code) {
                case 14 -> (float) (1 / (1 + Math.exp(-x[i])));
                case 19 -> Math.max(x[i], 0);
                case 21 -> Math.min(Math.max(x[i], 0), 6);
                default -> x[i] * six / 6;
            };
        }
        Numbers.assertClose(run(), expected);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 18})
    void shouldCombineWithChannelMean(int code) throws Exception {
        int axes = net.integers(1, 2);
        int mean = net.operator(40, net.options(new int[][] {{0, 1, 1}}), new int[] {1, 1, 1, C}, 0, axes);
        net.operator(code, 0, SHAPE, 0, mean);
        float[] means = image.mean();
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = code == 0 ? x[i] + means[i % C] : x[i] * means[i % C];
        }
        Numbers.assertClose(run(), expected);
    }

    @Test
    void shouldReadHalfWeightsThroughDequantize() throws Exception {
        int halves = net.halves(new byte[] {0x00, 0x3c, 0x00, (byte) 0xc0, 0x00, 0x38}, 3); // 1, -2, 0.5
        int wide = net.operator(6, 0, new int[] {3}, halves);
        net.operator(18, 0, SHAPE, 0, wide);
        float[] expected = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            expected[i] = x[i] * new float[] {1, -2, 0.5f}[i % 3];
        }
        Numbers.assertClose(run(), expected);
    }

    @Test
    void shouldNameUnsupportedOperator() {
        net.operator(19, 0, SHAPE, 0);
        net.operator(97, 0, SHAPE, 0);
        assertThatThrownBy(this::run)
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("model.tflite: operator 1 (builtin operator 97): is not supported");
    }

    @Test
    void shouldNameUnsupportedCustomOperator() {
        net.operator(32, "MaxUnpooling2D", 0, new byte[0], SHAPE, 0);
        assertThatThrownBy(this::run)
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("operator 0 (MaxUnpooling2D)");
    }

    @Test
    void shouldRefuseShapeThatTheFileDenies() {
        net.operator(19, 0, new int[] {1, H, W, C + 1}, 0);
        assertThatThrownBy(this::run)
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("the file says [1, 7, 6, 4]");
    }

    @Test
    void shouldRefuseOtherFiles() throws Exception {
        Path file = java.nio.file.Files.writeString(directory.resolve("not.tflite"), "just some words");
        assertThatThrownBy(() -> dev.saccade.models.tflite.TfliteImporter.read(
                        file, dev.saccade.models.onnx.ImportRequest.WHOLE))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("TFL3");
    }
}
