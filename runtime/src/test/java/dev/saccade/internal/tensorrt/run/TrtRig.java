package dev.saccade.internal.tensorrt.run;

import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.engine.EngineException;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameMemory;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.EmulatedDevice;
import dev.saccade.kernel.Kernels;
import dev.saccade.kernel.Preprocess;
import dev.saccade.kernel.PreprocessSpec;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/** An engine on the emulated device: its network hands its input on. */
final class TrtRig implements AutoCloseable {
    static final int SIDE = 16;
    static final int VALUES = 3 * SIDE * SIDE;

    final EmulatedDevice device = new EmulatedDevice();
    final PinnedRanges pinned = new PinnedRanges();
    EmulatedInference network;
    TrtEngine engine;
    private FrameRing ring;
    private long sequence;

    TrtRig open() throws EngineException {
        TensorSpec in = new TensorSpec("image", TensorType.FLOAT32, 1, 3, SIDE, SIDE);
        TensorSpec out = new TensorSpec("scores", TensorType.FLOAT32, 1, VALUES);
        return open(new EmulatedInference(device, List.of(in), List.of(out), TrtRig::handOn));
    }

    TrtRig open(EmulatedInference network) throws EngineException {
        this.network = network;
        engine = new TrtEngine(
                "model.engine", network, device, Priority.NORMAL, pinned, device.clock, ns -> device.clock.advance(ns));
        return this;
    }

    private static void handOn(long[] inputs, long[] outputs) {
        Kernels.copy(outputs[0], inputs[0], 4L * VALUES);
    }

    static FrameFormat format(PixelFormat pixels, int width, int height) {
        return FrameFormat.of(pixels, width, height);
    }

    /** The spec that brings a whole frame to the network's input. */
    static PreprocessSpec spec(FrameFormat format) {
        PreprocessSpec spec = new PreprocessSpec();
        spec.format(code(format.pixels()))
                .matrix(601)
                .srcWidth(format.width())
                .srcHeight(format.height())
                .cropWidth(format.width())
                .cropHeight(format.height())
                .dstWidth(SIDE)
                .dstHeight(SIDE)
                .placeY(2)
                .placeWidth(SIDE)
                .placeHeight(SIDE - 4)
                .channels(3)
                .layout(Preprocess.LAYOUT_NCHW)
                .type(Preprocess.TYPE_FLOAT32)
                .pad(114);
        for (int c = 0; c < 3; c++) {
            spec.scale(c, 1 / 255f);
            spec.bias(c, -0.5f * c);
        }
        return spec;
    }

    private static int code(PixelFormat pixels) {
        return pixels == PixelFormat.NV12 ? Preprocess.FORMAT_NV12 : Preprocess.FORMAT_BGR24;
    }

    /** Prepares the engine; -1 when it refuses. */
    int prepare(FrameFormat format) {
        try (PreprocessSpec spec = spec(format)) {
            long program = GpuProgram.preprocess(spec);
            try {
                return engine.prepare(format, program);
            } finally {
                GpuProgram.destroy(program);
            }
        }
    }

    /** What the CPU makes of a frame. */
    static float[] onCpu(Frame frame) {
        try (PreprocessSpec spec = spec(frame.format());
                FloatPointer tensor = new FloatPointer(VALUES + 16)) {
            long plan = Preprocess.create(spec);
            long aligned = (tensor.address() + 63) / 64 * 64;
            Preprocess.run(
                    plan,
                    frame.address(0),
                    frame.address(1),
                    frame.address(2),
                    frame.stride(0),
                    frame.stride(1),
                    frame.stride(2),
                    aligned);
            Preprocess.destroy(plan);
            float[] values = new float[VALUES];
            tensor.position((aligned - tensor.address()) / 4).get(values);
            tensor.position(0);
            return values;
        }
    }

    /** The engine's first output. */
    float[] output() {
        float[] values = new float[VALUES];
        view(engine.outputs().get(0).address()).get(values);
        return values;
    }

    static FloatPointer view(long place) {
        return new FloatPointer(at(place));
    }

    /** A leased frame of noise, in memory that the device reads by itself or not. */
    Frame frame(FrameFormat format, boolean isPinned) {
        if (ring == null) {
            ring = new FrameRing(6, isPinned ? new PinnedMemory() : HostFrameMemory.INSTANCE);
        }
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        slot.describe(sequence++, sequence, StampClass.PLAYBACK);
        long noise = sequence;
        for (int p = 0; p < format.pixels().planes(); p++) {
            byte[] row = new byte[slot.stride(p)];
            for (int y = 0; y < format.pixels().rows(p, format.height()); y++) {
                for (int x = 0; x < row.length; x++) {
                    noise = noise * 6364136223846793005L + 1442695040888963407L;
                    row[x] = (byte) (noise >>> 33);
                }
                new BytePointer(at(slot.address(p) + (long) y * slot.stride(p))).put(row);
            }
        }
        ring.publish(slot);
        return ring.leaseNewest(-1);
    }

    static Pointer at(long place) {
        return new Pointer() {
            {
                address = place;
            }
        };
    }

    long deadline(long ns) {
        return device.clock.nanoTime() + ns;
    }

    @Override
    public void close() {
        if (engine != null) {
            engine.close();
        }
        if (ring != null) {
            ring.close();
        }
    }

    /** Frames in the emulated device's pinned memory. */
    private final class PinnedMemory implements FrameMemory {
        @Override
        public int priority() {
            return 1;
        }

        @Override
        public boolean isUsable() {
            return true;
        }

        @Override
        public long allocate(long bytes) {
            try {
                long address = device.allocatePinned(bytes);
                pinned.add(address, bytes);
                return address;
            } catch (DeviceException e) {
                throw new OutOfMemoryError(e.getMessage());
            }
        }

        @Override
        public void free(long address, long bytes) {
            pinned.remove(address);
            device.freePinned(address);
        }
    }
}
