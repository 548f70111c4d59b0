package dev.saccade.bench;

import dev.saccade.engine.Backend;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import dev.saccade.worker.WorkerPerceiver;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * An engine in a process of its own beside the same engine in this process: the same frames, in blocks that take turns,
 * from the call to its result. Then what a failure costs: the look that meets it, from its call until it answers that the
 * engine failed, which is when the standby takes over; and from the signal until a new process serves.
 */
public final class Isolation {
    private static final int CALLS = 2_000;
    private static final int BLOCK = 50;
    private static final int WARM = 100;
    private static final int FAILURES = 5;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 720;
    private static final long HANG_NS = 100_000_000L;
    private static final double US = 1e3;
    private static final double MS = 1e6;

    private final ModelPackage model;
    private final Perceiver here;
    private final WorkerPerceiver worker;
    private final Perception seenHere;
    private final Perception seenThere;
    private final FrameRing ring;
    private final Frame frame;

    private Isolation(ModelPackage model) throws Exception {
        this.model = model;
        here = Perceivers.load(model, Backend.AUTO, Perceivers.options());
        worker = WorkerPerceiver.load(model, here.backend(), Perceivers.options());
        seenHere = here.newPerception();
        seenThere = worker.newPerception();
        ring = new FrameRing(4, worker.frameMemory());
        FrameSlot slot = ring.acquire();
        slot.prepare(FrameFormat.of(PixelFormat.NV12, WIDTH, HEIGHT));
        slot.describe(0, System.nanoTime(), StampClass.PLAYBACK);
        ring.publish(slot);
        frame = ring.leaseNewest(-1);
    }

    /**
     * Runs it.
     *
     * @param args {@code PACKAGE [CALLS]}, 2000 calls of each unless given
     * @throws Exception when the package cannot be loaded
     */
    public static void main(String[] args) throws Exception {
        ModelPackage model = ModelPackages.read(Path.of(args[0]));
        int calls = args.length > 1 ? Integer.parseInt(args[1]) : CALLS;
        Isolation bench = new Isolation(model);
        System.out.println(model.name() + ", " + bench.worker.description());
        bench.compare(calls);
        bench.fail("KILL", 0);
        bench.fail("STOP", HANG_NS);
        bench.worker.close();
        System.exit(0);
    }

    private void compare(int calls) throws IOException {
        time(here, seenHere, new long[WARM], 0, WARM);
        time(worker, seenThere, new long[WARM], 0, WARM);
        int blocks = Math.max(1, calls / BLOCK);
        long[] a = new long[blocks * BLOCK];
        long[] b = new long[blocks * BLOCK];
        for (int i = 0; i < blocks; i++) {
            // Each goes first every other time.
            if (i % 2 == 0) {
                time(here, seenHere, a, i * BLOCK, BLOCK);
            }
            time(worker, seenThere, b, i * BLOCK, BLOCK);
            if (i % 2 == 1) {
                time(here, seenHere, a, i * BLOCK, BLOCK);
            }
        }
        Arrays.sort(a);
        Arrays.sort(b);
        print("in this process", a);
        print("in its own process", b);
        System.out.printf(
                Locale.ROOT,
                "overhead           p50 %8.1f us  p99 %8.1f us; heap of the worker: %d B over %d frames%n",
                (at(b, 0.5) - at(a, 0.5)) / US,
                (at(b, 0.99) - at(a, 0.99)) / US,
                worker.record().allocatedBytes(),
                worker.record().allocationFrames());
    }

    private void time(Perceiver perceiver, Perception into, long[] ns, int from, int count) throws IOException {
        for (int i = from; i < from + count; i++) {
            long start = System.nanoTime();
            int status = perceiver.perceive(frame, into, MonotonicClock.SYSTEM);
            ns[i] = System.nanoTime() - start;
            if (status != Perceiver.OK) {
                throw new IOException(perceiver.lastError());
            }
        }
    }

    /** Looks without a pause, as a camera at full rate would have it. A new worker each time: a failure's back-off doubles. */
    private void fail(String signal, long hangNs) throws Exception {
        long[] noticed = new long[FAILURES];
        long[] back = new long[FAILURES];
        for (int i = 0; i < FAILURES; i++) {
            try (WorkerPerceiver victim = WorkerPerceiver.load(model, here.backend(), Perceivers.options())) {
                time(victim, seenThere, new long[BLOCK], 0, BLOCK);
                victim.bounds(Long.MAX_VALUE, hangNs == 0 ? TimeUnit.SECONDS.toNanos(2) : hangNs);
                Process kill = new ProcessBuilder(
                                "kill",
                                "-" + signal,
                                Integer.toString(victim.record().pid()))
                        .inheritIO()
                        .start();
                long beforeNs = System.nanoTime();
                long lookNs = beforeNs;
                while (victim.perceive(frame, seenThere, MonotonicClock.SYSTEM) == Perceiver.OK) {
                    lookNs = System.nanoTime();
                }
                // From the beginning of the look that fails: the signal comes before its end.
                noticed[i] = System.nanoTime() - lookNs;
                kill.waitFor();
                victim.bounds(Long.MAX_VALUE, TimeUnit.SECONDS.toNanos(2));
                while (!victim.isReady()) {
                    TimeUnit.MILLISECONDS.sleep(1);
                }
                back[i] = System.nanoTime() - beforeNs;
            }
        }
        Arrays.sort(noticed);
        Arrays.sort(back);
        System.out.printf(
                Locale.ROOT,
                "SIG%-4s %d times: the look that meets it fails after p50 %.1f ms, max %.1f ms (hang timeout %.0f ms);"
                        + " a new process serves after %.0f to %.0f ms%n",
                signal,
                FAILURES,
                at(noticed, 0.5) / MS,
                noticed[FAILURES - 1] / MS,
                hangNs / MS,
                back[0] / MS,
                back[FAILURES - 1] / MS);
    }

    private static void print(String name, long[] sorted) {
        System.out.printf(
                Locale.ROOT,
                "%-18s p50 %8.1f us  p99 %8.1f us  (%d calls)%n",
                name,
                at(sorted, 0.5) / US,
                at(sorted, 0.99) / US,
                sorted.length);
    }

    private static long at(long[] sorted, double quantile) {
        return sorted[(int) (quantile * (sorted.length - 1))];
    }
}
