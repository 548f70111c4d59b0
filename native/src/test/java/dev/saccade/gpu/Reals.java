package dev.saccade.gpu;

import java.util.Random;
import org.bytedeco.javacpp.BytePointer;

/** Tensors of tests, and native memory that holds them for the kernels of the CPU. */
final class Reals {
    private Reals() {}

    /** Sixty-fourths from low to high: exact in either type, with many ties. */
    static float[] grid(Random random, int n, float low, float high) {
        float[] values = new float[n];
        int steps = Math.round((high - low) * 64);
        for (int i = 0; i < n; i++) {
            values[i] = low + random.nextInt(steps + 1) / 64f;
        }
        return values;
    }

    /** Any bits that are sound, small ones most of the time. */
    static float[] wild(Random random, int n) {
        float[] extremes = {0f, -0f, Float.MIN_VALUE, -Float.MIN_VALUE, 1e30f, -1e30f, Float.NEGATIVE_INFINITY};
        float[] values = new float[n];
        for (int i = 0; i < n; i++) {
            values[i] =
                    random.nextInt(40) == 0 ? extremes[random.nextInt(extremes.length)] : (float) random.nextGaussian();
        }
        return values;
    }

    static BytePointer of(float... values) {
        BytePointer memory = new BytePointer((long) values.length * Float.BYTES);
        for (int i = 0; i < values.length; i++) {
            memory.putFloat((long) i * Float.BYTES, values[i]);
        }
        return memory;
    }

    static byte[] bytes(BytePointer memory, int count) {
        byte[] bytes = new byte[count];
        memory.position(0).get(bytes);
        return bytes;
    }
}
