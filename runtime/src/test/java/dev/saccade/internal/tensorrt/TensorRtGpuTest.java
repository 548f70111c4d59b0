package dev.saccade.internal.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.BuildOptions;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.engine.EngineBuilders;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameMemories;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.internal.tensorrt.cuda.CudaDevice;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import dev.saccade.worker.TinyPackages;
import dev.saccade.worker.WorkerRig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.assertj.core.data.Offset;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.io.TempDir;

/** Engines that TensorRT itself builds and runs: what they see, what they leave behind, and what a fault makes of them. */
class TensorRtGpuTest {
    private static final long MS = 1_000_000;
    private static final long SECOND = 1_000 * MS;
    private static final int CELL = 8;
    private static final Offset<Float> NEAR = Offset.offset(0.01f);
    private static final List<FrameFormat> FORMATS = List.of(
            FrameFormat.of(PixelFormat.BGR24, 64, 64),
            FrameFormat.of(PixelFormat.NV12, 130, 98),
            FrameFormat.of(PixelFormat.YUYV, 320, 240));

    @TempDir
    Path work;

    private ModelPackage compiled(Path directory) throws Exception {
        ModelPackage model = ModelPackages.read(directory);
        EngineBuilders.of(Backend.TENSORRT)
                .build(model, new BuildOptions(0, -1, 0, 0, work.resolve("engines")), (phase, step, steps) -> true);
        return model;
    }

    private Perceiver perceiver(ModelPackage model, Backend backend) throws Exception {
        return Perceivers.over(model, Engines.load(model, backend, options()));
    }

    private EngineOptions options() {
        return new EngineOptions(1, false, -1, work.resolve("cache"))
                .on(new DeviceOptions(0, Priority.NORMAL, 1, work.resolve("engines")));
    }

    /** A frame of cells, bright and dark by turns; in BGR a dark one has more red than green, and more green than blue. */
    private static Frame frame(FrameRing ring, FrameFormat format) {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        for (int p = 0; p < format.pixels().planes(); p++) {
            byte[] row = new byte[format.pixels().rowBytes(p, format.width())];
            for (int y = 0; y < format.pixels().rows(p, format.height()); y++) {
                for (int x = 0; x < row.length; x++) {
                    boolean isBright = x / (3 * CELL) % 2 == 0 && y / CELL % 2 == 0;
                    row[x] = (byte) (isBright ? 255 : 10 + 12 * (x % 3) + x * 7 % 10);
                }
                new BytePointer(new At(slot.address(p) + (long) y * slot.stride(p))).put(row);
            }
        }
        slot.describe(0, System.nanoTime(), StampClass.PLAYBACK);
        ring.publish(slot);
        return ring.leaseNewest(-1);
    }

    @GpuTest
    void shouldSeeTheMaskOfTheCpuToTheBit() throws Exception {
        // Its network is exact on both sides, so that only the kernels can differ.
        assertSame(compiled(TinyPackages.segmenter(work.resolve("tiny"))), FORMATS, true);
    }

    @GpuTest
    void shouldSeeTheClassesAndBoxesOfTheCpu() throws Exception {
        // Cell by cell of the network's own size, so that no score is near another or near the threshold.
        List<FrameFormat> format = FORMATS.subList(0, 1);
        assertSame(compiled(TinyPackages.classifier(work.resolve("classifier"))), format, false);
        assertSame(compiled(TinyPackages.detector(work.resolve("detector"))), format, false);
    }

    private void assertSame(ModelPackage model, List<FrameFormat> formats, boolean isExact) throws Exception {
        try (Perceiver cpu = perceiver(model, Backend.CPU);
                Perceiver gpu = perceiver(model, Backend.TENSORRT);
                Perception expected = cpu.newPerception();
                Perception seen = gpu.newPerception();
                FrameRing ring = new FrameRing(3, FrameMemories.best())) {
            for (FrameFormat format : formats) {
                Frame frame = frame(ring, format);
                assertThat(cpu.perceive(frame, expected, MonotonicClock.SYSTEM)).isEqualTo(Perceiver.OK);
                assertThat(gpu.perceive(frame, seen, MonotonicClock.SYSTEM))
                        .as(gpu::lastError)
                        .isEqualTo(Perceiver.OK);
                frame.release();
                List<Object> there = WorkerRig.contents(seen);
                List<Object> here = WorkerRig.contents(expected);
                assertThat(here).isNotEmpty();
                if (isExact) {
                    assertThat(there).as(format.toString()).isEqualTo(here);
                } else {
                    assertNear(there, here);
                }
            }
            assertThat(gpu.description()).startsWith("TensorRT ").endsWith("one graph a frame");
        }
    }

    /** A convolution may be computed in TF32: ten bits of mantissa. */
    private static void assertNear(List<Object> there, List<Object> here) {
        assertThat(there).hasSameSizeAs(here);
        for (int i = 0; i < here.size(); i++) {
            if (here.get(i) instanceof Float value) {
                assertThat((Float) there.get(i)).as("value " + i).isCloseTo(value, NEAR);
            } else {
                assertThat(there.get(i)).isEqualTo(here.get(i));
            }
        }
    }

    @GpuTest
    void shouldLeaveMemoryFlatOver200EnginesOfTensorRt() throws Exception {
        ModelPackage model = compiled(TinyPackages.detector(work.resolve("tiny")));
        CudaDevice device = CudaDevice.open(0);
        long free = 0;
        long resident = 0;
        for (int life = 0; life < 200; life++) {
            try (Perceiver gpu = perceiver(model, Backend.TENSORRT);
                    Perception seen = gpu.newPerception();
                    FrameRing ring = new FrameRing(3, FrameMemories.best())) {
                Frame frame = frame(ring, FORMATS.get(0));
                assertThat(gpu.perceive(frame, seen, MonotonicClock.SYSTEM))
                        .as(gpu::lastError)
                        .isEqualTo(Perceiver.OK);
                frame.release();
            }
            if (life == 50) {
                free = device.freeBytes();
                resident = residentKb();
            }
        }
        assertThat(free - device.freeBytes()).as("device memory lost, bytes").isLessThan(8L << 20);
        assertThat(residentKb() - resident).as("host memory lost, kB").isLessThan(48 * 1024L);
    }

    private static long residentKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    @GpuTest
    void shouldServeFramesOfACamerasCadenceWithinTheirDeadlines() throws Exception {
        ModelPackage model = compiled(TinyPackages.detector(work.resolve("tiny")));
        try (Perceiver gpu = perceiver(model, Backend.TENSORRT);
                Perception seen = gpu.newPerception();
                FrameRing ring = new FrameRing(3, FrameMemories.best())) {
            for (FrameFormat format : FORMATS) {
                Frame frame = frame(ring, format);
                assertThat(gpu.perceive(frame, seen, MonotonicClock.SYSTEM)).isEqualTo(Perceiver.OK);
                frame.release();
            }
            gpu.bounds(10 * MS, SECOND);
            int late = 0;
            for (int i = 0; i < 300; i++) {
                LockSupport.parkNanos(10 * MS);
                Frame frame = frame(ring, FORMATS.get(i % FORMATS.size()));
                int status = gpu.perceive(frame, seen, MonotonicClock.SYSTEM);
                frame.release();
                assertThat(status).as(gpu::lastError).isIn(Perceiver.OK, Perceiver.MISSED);
                late += status == Perceiver.OK ? 0 : 1;
            }
            assertThat(late)
                    .as("late frames of 300, other work on this machine included")
                    .isLessThan(15);
        }
    }

    @GpuTest
    void shouldBeLostByARealHangAndGoOn() throws Exception {
        assertThat(faulty("spin"))
                .containsExactly(
                        "OK",
                        "LOST faulty: the GPU is lost: a run has been on the device for more than 200 ms:"
                                + " the device hangs",
                        "LOST faulty: the GPU is lost: a run has been on the device for more than 200 ms:"
                                + " the device hangs",
                        "goes on");
    }

    @GpuTest
    void shouldBeLostByARealStickyErrorAndGoOn() throws Exception {
        List<String> lines = faulty("trap");
        assertThat(lines).hasSize(4).startsWith("OK").endsWith("goes on");
        assertThat(lines.subList(1, 3))
                .allSatisfy(line -> assertThat(line).startsWith("LOST faulty: the GPU is lost: CUDA 7"));
    }

    /** In a process of its own: no CUDA call of this one would succeed afterwards. */
    private List<String> faulty(String how) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        for (String name : System.getProperties().stringPropertyNames()) {
            if (name.startsWith("org.bytedeco.") || name.equals("java.library.path")) {
                command.add("-D" + name + "=" + System.getProperty(name));
            }
        }
        command.addAll(List.of(GpuFaultProgram.class.getName(), how));
        Path output = work.resolve(how);
        Process child = new ProcessBuilder(command)
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
        } finally {
            child.destroyForcibly();
        }
        return Arrays.asList(
                Files.readString(output, StandardCharsets.UTF_8).strip().split("\n"));
    }

    private static final class At extends Pointer {
        At(long place) {
            super((Pointer) null);
            address = place;
        }
    }
}
