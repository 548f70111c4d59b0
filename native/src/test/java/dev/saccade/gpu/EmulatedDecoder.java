package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.kernel.Preprocess;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;

/**
 * A decoder program on the emulated device. Outputs go in as floats, of either type; whatever the program must write
 * before it reads is full of garbage; writes beside the result are noticed.
 */
final class EmulatedDecoder implements AutoCloseable {
    private static final int ALIGN = 256;
    private static final byte GARBAGE = (byte) 0xA5;

    private final List<BytePointer> owned = new ArrayList<>();
    private final long program;
    private final BytePointer result;
    private final long resultBytes;
    private final BytePointer block;
    private final long base;
    private final LongPointer bindings;

    /** @param isHalf whether the outputs are handed over as binary16: then their values must be exact in it */
    EmulatedDecoder(GpuDecoderSpec spec, boolean isHalf, float[]... outputs) {
        spec.outputs(outputs.length);
        for (int k = 0; k < outputs.length; k++) {
            spec.types(k, isHalf ? Preprocess.TYPE_FLOAT16 : Preprocess.TYPE_FLOAT32);
            spec.elements(k, outputs[k].length);
        }
        program = GpuProgram.decoder(spec);
        assertThat(program).as("the spec is taken").isNotZero();
        assertThat(GpuProgram.launches(program)).isLessThanOrEqualTo(6);
        assertThat(GpuProgram.bindings(program)).isEqualTo(outputs.length + 1);
        bindings = new LongPointer(outputs.length + 1L);
        for (int k = 0; k < outputs.length; k++) {
            bindings.put(k, tensor(outputs[k], isHalf));
        }
        resultBytes = GpuProgram.resultBytes(program);
        result = own(new BytePointer(resultBytes + 2 * ALIGN));
        bindings.put(outputs.length, aligned(result));
        block = own(new BytePointer(GpuProgram.blockBytes(program) + ALIGN));
        base = aligned(block);
    }

    /** Runs all launches in the order of threads that the seed says. */
    EmulatedDecoder run(long order) {
        fill(block);
        fill(result);
        assertThat(GpuProgram.image(program, base, bindings.address(), base)).isZero();
        EmulatedGpu.order(order);
        assertThat(EmulatedGpu.run(program, base)).as(EmulatedGpu.message()).isEqualTo(EmulatedGpu.DONE);
        long from = aligned(result) - result.address();
        for (long i = 0; i < from; i++) {
            expectGarbage(i);
        }
        for (long i = from + resultBytes; i < result.capacity(); i++) {
            expectGarbage(i);
        }
        assertThat(wordAt(16)).as("inferred").isPositive().isLessThanOrEqualTo(wordAt(24));
        return this;
    }

    private void expectGarbage(long i) {
        if (result.get(i) != GARBAGE) {
            throw new AssertionError("byte " + i + " beside the result was written");
        }
    }

    int fault() {
        return result.getInt(aligned(result) - result.address() + GpuProgram.RESULT_FAULT);
    }

    int count() {
        return result.getInt(aligned(result) - result.address() + GpuProgram.RESULT_COUNT);
    }

    /** @return bytes of the payload */
    byte[] payload(long from, int count) {
        byte[] bytes = new byte[count];
        assertThat(GpuProgram.RESULT_HEADER + from + count).isLessThanOrEqualTo(resultBytes);
        long start = aligned(result) - result.address() + GpuProgram.RESULT_HEADER + from;
        result.position(start).get(bytes).position(0);
        return bytes;
    }

    private long wordAt(int offset) {
        return result.getLong(aligned(result) - result.address() + offset);
    }

    private long tensor(float[] values, boolean isHalf) {
        int each = isHalf ? Short.BYTES : Float.BYTES;
        // Not on a boundary of sixteen each time: an engine's outputs are, a slice of one need not be.
        int offset = values.length % 2 * each;
        BytePointer memory = own(new BytePointer((long) values.length * each + ALIGN + offset));
        long start = aligned(memory) - memory.address() + offset;
        for (int i = 0; i < values.length; i++) {
            if (isHalf) {
                memory.putShort(start + (long) i * each, half(values[i]));
            } else {
                memory.putFloat(start + (long) i * each, values[i]);
            }
        }
        return memory.address() + start;
    }

    /** The binary16 of a value that it holds exactly. */
    static short half(float value) {
        int bits = Float.floatToIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        if (Float.isNaN(value)) {
            return (short) 0x7e00;
        }
        if (Float.isInfinite(value)) {
            return (short) (sign | 0x7c00);
        }
        float magnitude = Math.abs(value);
        int exponent = Math.max(Math.getExponent(magnitude), -14);
        float steps = magnitude / (float) Math.scalb(1.0, exponent - 10);
        int whole = (int) steps;
        if (steps != whole || whole >= 2048 || exponent > 15) {
            throw new IllegalArgumentException(value + " is not exact in binary16");
        }
        return (short) (sign | (whole < 1024 ? whole : (exponent + 15) << 10 | (whole - 1024)));
    }

    private BytePointer own(BytePointer memory) {
        owned.add(memory);
        return memory;
    }

    private static void fill(BytePointer memory) {
        BytePointer.memset(memory, GARBAGE & 0xff, memory.capacity());
    }

    private static long aligned(BytePointer memory) {
        return (memory.address() + ALIGN - 1) / ALIGN * ALIGN;
    }

    @Override
    public void close() {
        EmulatedGpu.order(0);
        GpuProgram.destroy(program);
        bindings.close();
        owned.forEach(BytePointer::close);
    }
}
