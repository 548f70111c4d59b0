package dev.saccade.models.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.OnnxRunner;
import dev.saccade.models.onnx.ImportedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;

/** Seeded inputs, and running an imported model on (row, column, channel) data. */
final class Numbers {
    private Numbers() {}

    static float[] random(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = random.nextFloat() * 8 - 4;
        }
        return values;
    }

    /** Runs the model; its first output comes back as (row, column, channel) when it is an image. */
    static float[] run(Path directory, ImportedModel model, float[] nhwc) throws IOException {
        Path file = Files.write(directory.resolve("imported.onnx"), model.onnx());
        int[] in = model.inputShape();
        Map.Entry<String, int[]> output = model.outputs().entrySet().iterator().next();
        float[] y = OnnxRunner.run(file, model.input(), planes(nhwc, in[2] * in[3], in[1]), in, model.outputs())
                .get(output.getKey());
        int[] shape = output.getValue();
        return shape.length == 4 ? planes(y, shape[1], shape[2] * shape[3]) : y;
    }

    /** Transposes a matrix of {@code rows} by {@code columns}. */
    private static float[] planes(float[] values, int rows, int columns) {
        float[] out = new float[values.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                out[j * rows + i] = values[i * columns + j];
            }
        }
        return out;
    }

    static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            assertThat(actual[i])
                    .as("element %d", i)
                    .isCloseTo(expected[i], org.assertj.core.data.Offset.offset(1e-4f * (1 + Math.abs(expected[i]))));
        }
    }
}
