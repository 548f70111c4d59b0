package dev.saccade.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineOptions;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultSpec;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.model.ModelPackages;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A worker with a ring of frames in its shared memory. */
public final class WorkerRig implements AutoCloseable {
    static final FrameFormat BGR = FrameFormat.of(PixelFormat.BGR24, 64, 64);
    private static final long PATIENCE_S = 40;
    private static final long POLL_MS = 2;

    final FaultPlan faults;
    final WorkerPerceiver perceiver;
    final Perception seen;
    final FrameRing ring;
    private long sequence;

    WorkerRig(Path directory, String... faults) throws Exception {
        this(directory, Backend.CPU, options(directory), faults);
    }

    WorkerRig(Path directory, Backend backend, EngineOptions options, String... faults) throws Exception {
        this.faults = FaultPlan.of(Arrays.stream(faults).map(FaultSpec::parse).toList(), 1);
        perceiver = WorkerPerceiver.load(ModelPackages.read(directory), backend, options, this.faults);
        seen = perceiver.newPerception();
        ring = new FrameRing(4, perceiver.frameMemory());
    }

    static EngineOptions options(Path directory) {
        return new EngineOptions(1, false, -1, directory.resolveSibling("cache"));
    }

    /** A frame that shows a bright cell; leased. */
    Frame frame(FrameFormat format) {
        FrameSlot slot = ring.acquire();
        slot.prepare(format);
        ByteBuffer bytes = NativeView.of(slot.address(0), (long) slot.stride(0) * format.height());
        for (int i = 0; i < bytes.capacity(); i++) {
            bytes.put(i, (byte) (i % slot.stride(0) < 48 && i / slot.stride(0) < 16 ? 255 : i * 7 % 40));
        }
        slot.describe(sequence++, System.nanoTime(), StampClass.PLAYBACK);
        ring.publish(slot);
        return ring.leaseNewest(-1);
    }

    int look(Frame frame) {
        return perceiver.perceive(frame, seen, MonotonicClock.SYSTEM);
    }

    /** One frame from the ring and back. */
    int look() {
        Frame frame = frame(BGR);
        try {
            return look(frame);
        } finally {
            frame.release();
        }
    }

    /** Slots that can be written at the moment. */
    int freeSlots() {
        int free = 0;
        FrameSlot[] taken = new FrameSlot[4];
        for (FrameSlot slot = ring.acquire(); slot != null; slot = ring.acquire()) {
            taken[free++] = slot;
        }
        for (int i = 0; i < free; i++) {
            ring.abandon(taken[i]);
        }
        return free;
    }

    void kill(String signal) throws Exception {
        signal(signal, perceiver.record().pid());
    }

    static void signal(String name, long pid) throws Exception {
        assertThat(pid).isPositive();
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as(what).isLessThan(end);
            Thread.sleep(POLL_MS);
        }
    }

    static boolean hasEnded(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (NoSuchFileException gone) {
            return true;
        } catch (IOException e) {
            return true;
        }
    }

    void awaitReady() throws InterruptedException {
        await("a worker serves again", perceiver::isReady);
    }

    /** What a perception holds, to be compared. */
    public static List<Object> contents(Perception p) {
        List<Object> all = new java.util.ArrayList<>();
        if (p.detections() != null) {
            for (int i = 0; i < p.detections().count(); i++) {
                all.addAll(List.of(
                        p.detections().x(i),
                        p.detections().y(i),
                        p.detections().width(i),
                        p.detections().height(i),
                        p.detections().score(i),
                        p.detections().label(i)));
            }
        }
        if (p.classes() != null) {
            for (int i = 0; i < p.classes().count(); i++) {
                all.addAll(List.of(p.classes().label(i), p.classes().score(i)));
            }
        }
        if (p.mask() != null) {
            for (int i = 0; i < p.mask().width() * p.mask().height(); i++) {
                all.add(p.mask().at(i % p.mask().width(), i / p.mask().width()));
            }
            for (int c = 0; c < p.mask().classes(); c++) {
                all.addAll(List.of(
                        p.mask().stat(c, 0), p.mask().stat(c, 1), p.mask().stat(c, 4)));
            }
            all.addAll(List.of(p.mask().mapX(1), p.mask().mapY(3)));
        }
        return all;
    }

    static void assertOk(int status, Perceiver by) {
        assertThat(status).as(by.lastError()).isEqualTo(Perceiver.OK);
    }

    @Override
    public void close() {
        perceiver.close();
        ring.close();
        seen.close();
    }
}
