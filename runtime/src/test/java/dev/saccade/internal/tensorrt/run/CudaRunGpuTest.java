package dev.saccade.internal.tensorrt.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.internal.tensorrt.GpuTest;
import dev.saccade.internal.tensorrt.cuda.CudaDevice;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceLaunch;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.device.Grid;
import dev.saccade.kernel.PreprocessSpec;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.MonotonicClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** The run path on a real GPU, without a network: a copy on the device stands in for one. */
class CudaRunGpuTest {
    private static final long SECOND = 1_000_000_000L;

    /** A network that hands its input on, by a copy on the device. */
    private static final class Copy implements Inference {
        private long from;
        private long to;

        @Override
        public String description() {
            return "Copy";
        }

        @Override
        public List<TensorSpec> inputs() {
            return List.of(new TensorSpec("image", TensorType.FLOAT32, 1, 3, TrtRig.SIDE, TrtRig.SIDE));
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(new TensorSpec("scores", TensorType.FLOAT32, 1, TrtRig.VALUES));
        }

        @Override
        public boolean bindInput(int input, long address) {
            from = address;
            return true;
        }

        @Override
        public boolean bindOutput(int output, long address) {
            to = address;
            return true;
        }

        @Override
        public boolean enqueue(DeviceStream stream) {
            return stream.copy(to, from, 4L * TrtRig.VALUES) == Device.OK;
        }

        @Override
        public String takeError() {
            return "copy refused";
        }

        @Override
        public void close() {}
    }

    private static TrtEngine engine(Device device) throws EngineException {
        return new TrtEngine(
                "copy", new Copy(), device, Priority.NORMAL, new PinnedRanges(), MonotonicClock.SYSTEM, Pause.PARK);
    }

    private static int prepare(TrtEngine engine, FrameFormat format) {
        try (PreprocessSpec spec = TrtRig.spec(format)) {
            long program = GpuProgram.preprocess(spec);
            int plan = engine.prepare(format, program);
            GpuProgram.destroy(program);
            assertThat(plan).as(engine::lastError).isNotNegative();
            return plan;
        }
    }

    private static Frame frame(FrameRing ring, FrameFormat format) {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        for (int p = 0; p < format.pixels().planes(); p++) {
            byte[] row = new byte[format.pixels().rowBytes(p, format.width())];
            for (int y = 0; y < format.pixels().rows(p, format.height()); y++) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = (byte) (31 * x + 17 * y + 5 * p);
                }
                new BytePointer(new At(slot.address(p) + (long) y * slot.stride(p))).put(row);
            }
        }
        slot.describe(0, 0, StampClass.PLAYBACK);
        ring.publish(slot);
        return ring.leaseNewest(-1);
    }

    @GpuTest
    void shouldGiveTheBitsOfTheCpuKernels() throws EngineException, DeviceException {
        try (TrtEngine engine = engine(CudaDevice.open(0));
                FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            for (PixelFormat pixels : List.of(PixelFormat.BGR24, PixelFormat.NV12)) {
                FrameFormat format = FrameFormat.of(pixels, 46, 30);
                int plan = prepare(engine, format);
                Frame frame = frame(ring, format);
                assertThat(engine.run(plan, frame, System.nanoTime() + SECOND)).isEqualTo(Engine.OK);
                float[] values = new float[TrtRig.VALUES];
                TrtRig.view(engine.outputs().get(0).address()).get(values);
                assertThat(values).isEqualTo(TrtRig.onCpu(frame));
                frame.release();
            }
            assertThat(engine.description()).endsWith("one graph a frame");
        }
    }

    @GpuTest
    void shouldLeaveMemoryFlatOver200Lives() throws EngineException, DeviceException, IOException {
        CudaDevice device = CudaDevice.open(0);
        FrameFormat format = FrameFormat.of(PixelFormat.NV12, 640, 480);
        long free = 0;
        long resident = 0;
        try (FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            Frame frame = frame(ring, format);
            for (int life = 0; life < 200; life++) {
                try (TrtEngine engine = engine(device)) {
                    int plan = prepare(engine, format);
                    assertThat(engine.run(plan, frame, System.nanoTime() + SECOND))
                            .isEqualTo(Engine.OK);
                }
                if (life == 20) {
                    free = device.freeBytes();
                    resident = residentKb();
                }
            }
            frame.release();
        }
        assertThat(free - device.freeBytes()).as("device memory lost, bytes").isLessThan(8L << 20);
        assertThat(residentKb() - resident).as("host memory lost, kB").isLessThan(32 * 1024L);
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** The engine's own wait is behind a kernel that spins until the host lets it go. */
    @GpuTest
    void shouldReturnAtTheDeadlineOfARealHang() throws DeviceException {
        CudaDevice device = CudaDevice.open(0);
        long parameters = device.allocatePinned(64);
        long released = device.allocatePinned(64);
        try (DeviceStream stream = device.stream(Priority.NORMAL);
                DeviceEvent event = device.event();
                LongPointer words = new LongPointer(new At(parameters))) {
            words.put(0, device.deviceAddress(released));
            words.put(1, 5 * SECOND);
            try (DeviceLaunch spin =
                    device.launch("fault_spin", new Grid(1, 1, 1, 1, 1, 1, 0), device.deviceAddress(parameters))) {
                assertThat(spin.submit(stream)).isEqualTo(Device.OK);
                assertThat(stream.record(event)).isEqualTo(Device.OK);
                Flight flight = new Flight(event, MonotonicClock.SYSTEM, Pause.PARK);
                flight.hangTimeout(100_000_000);
                flight.begin(null);
                long begun = System.nanoTime();
                assertThat(flight.await(begun + 20_000_000)).isEqualTo(Engine.MISSED);
                assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(20_000_000);
                assertThat(flight.land()).isEqualTo(Engine.LOST);
                new LongPointer(new At(released)).put(0, 1);
                assertThat(new SetUpWait(device, stream, event, MonotonicClock.SYSTEM, Pause.PARK).finish(Device.OK))
                        .isEqualTo(Device.OK);
            }
        } finally {
            device.freePinned(parameters);
            device.freePinned(released);
        }
    }

    private static final class At extends Pointer {
        At(long place) {
            super((Pointer) null);
            address = place;
        }
    }
}
