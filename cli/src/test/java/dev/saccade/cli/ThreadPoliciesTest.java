package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.saccade.pipeline.JvmThreads;
import dev.saccade.pipeline.Rights;
import dev.saccade.pipeline.ThreadPolicy;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The policy of every thread of a live run, as the kernel tells it: the table of docs/real-time.md. */
class ThreadPoliciesTest {
    private static final Path TASKS = Path.of("/proc/self/task");
    /** Fields of stat behind the name in brackets: rt_priority. */
    private static final int PRIORITY = 37;

    @TempDir
    Path work;

    @Test
    @Timeout(60)
    void shouldRaiseControlAndTheJvmsOwnThreadsAndNothingElse() throws Exception {
        Rights rights = Rights.read(Path.of("/proc"));
        assumeTrue(
                rights.allowsFifo(ThreadPolicy.CONTROL_PRIORITY) && JvmThreads.raise() > 0,
                "SCHED_FIFO is not permitted here (EPERM)");
        String model = TinyDetector.write(work.resolve("tiny")).toString();
        CompletableFuture<Ran> run = CompletableFuture.supplyAsync(() -> Ran.saccade(
                "run", "--source", "synthetic:?fps=50", "--model", model, "--actuator", "none", "--duration", "3"));

        Map<String, Long> live = Map.of();
        // Read while the control thread is raised and perception is there; the run ends by itself.
        while (!run.isDone() && !(live.getOrDefault("saccade-control", 0L) > 0 && hasPerception(live))) {
            live = priorities();
        }

        assertThat(live).as("threads of the run").containsKey("saccade-camera");
        assertThat(live.get("saccade-control")).isEqualTo(ThreadPolicy.CONTROL_PRIORITY);
        assertThat(live.get("VM Thread")).isEqualTo(JvmThreads.PRIORITY);
        live.forEach((name, priority) -> {
            if (!name.equals("saccade-control") && !isOfTheJvm(name)) {
                assertThat(priority).as("priority of %s", name).isZero();
            }
        });
        assertThat(run.get().code()).isZero();
    }

    private static boolean hasPerception(Map<String, Long> live) {
        // The kernel keeps 15 characters, and newer JVMs leave the middle out instead of the end.
        return live.keySet().stream().anyMatch(name -> name.matches("saccade(-percept|\\.\\.eption)"))
                && live.containsKey("saccade-camera");
    }

    private static boolean isOfTheJvm(String name) {
        return name.equals("VM Thread")
                || name.startsWith("GC Thread#")
                || name.startsWith("ZWorker")
                || name.startsWith("RuntimeWorker")
                || name.startsWith("Shenandoah GC T");
    }

    /** The highest real-time priority of each name, 0 for ordinary threads. */
    private static Map<String, Long> priorities() throws IOException {
        Map<String, Long> found = new HashMap<>();
        try (DirectoryStream<Path> tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                try {
                    String stat = Files.readString(task.resolve("stat"));
                    int open = stat.indexOf('(');
                    int close = stat.lastIndexOf(')');
                    long priority = Long.parseLong(stat.substring(close + 2).split(" ")[PRIORITY]);
                    found.merge(stat.substring(open + 1, close), priority, Math::max);
                } catch (NoSuchFileException e) {
                    // The thread has ended meanwhile.
                }
            }
        }
        return found;
    }
}
