package dev.saccade.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Harms the device of a running program from within: a Java agent, since only a process that holds the context can hang
 * or break it. Waits for a file, does once what it says ({@code hang MILLIS} or {@code poison}) if this process holds the
 * context of the first GPU, and leaves the monotonic time of that beside the file.
 */
public final class FaultAgent {
    private static final long POLL_US = 500;

    private FaultAgent() {}

    /**
     * Begins to wait, on a thread of its own.
     *
     * @param file that tells what to do
     */
    public static void premain(String file) {
        Thread thread = new Thread(() -> await(Path.of(file)), "fault-agent");
        thread.setDaemon(true);
        thread.start();
    }

    /** Where the time of the fault is left. */
    static Path done(Path order) {
        return order.resolveSibling(order.getFileName() + ".done");
    }

    private static void await(Path order) {
        try {
            while (!Files.exists(order)) {
                TimeUnit.MICROSECONDS.sleep(POLL_US);
            }
            if (GpuDriver.holdsContext(0) != 1) {
                return;
            }
            String[] words = Files.readString(order).strip().split(" ", -1);
            GpuDriver.check(GpuDriver.open(0));
            long stream = GpuDriver.check(GpuDriver.stream());
            long faultNs = System.nanoTime();
            GpuDriver.check(
                    words[0].equals("hang")
                            ? GpuDriver.hang(stream, Long.parseLong(words[1]) * 1_000_000L)
                            : GpuDriver.poison(stream));
            PartResult.write(done(order), Long.toString(faultNs));
        } catch (IOException | IllegalStateException e) {
            System.err.println("fault agent: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
