package dev.saccade.control.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** Processes that are no children of this one. */
final class Processes {
    private static final long PATIENCE_S = 20;
    private static final long POLL_MS = 5;

    private Processes() {}

    static void signal(String name, long pid) throws Exception {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                .inheritIO()
                .start();
        assertThat(kill.waitFor()).isZero();
    }

    /** Also one that its new parent has not taken note of. */
    static boolean hasEnded(long pid) throws IOException {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'Z';
        } catch (NoSuchFileException gone) {
            return true;
        }
    }

    static void awaitEnd(long pid) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_S);
        while (!hasEnded(pid)) {
            assertThat(System.nanoTime()).as("process %d lives on", pid).isLessThan(end);
            Thread.sleep(POLL_MS);
        }
    }
}
