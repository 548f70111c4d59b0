package dev.saccade.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.fault.FaultKind;
import dev.saccade.frame.Frame;
import dev.saccade.vision.Perceiver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What ends an engine's process, and what this one makes of it. */
@Timeout(120)
class WorkerFailureTest {
    private static final long HANG_NS = 300_000_000L;

    @TempDir
    Path work;

    @Test
    void shouldServeFromANewProcessOnNewMemoryAfterAKill() throws Exception {
        try (WorkerRig rig = new WorkerRig(TinyPackages.detector(work.resolve("tiny")))) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            List<Object> before = WorkerRig.contents(rig.seen);
            int first = rig.perceiver.record().pid();
            int generation = rig.perceiver.frameMemory().generation();

            rig.kill("KILL");
            WorkerRig.await("the end is seen", () -> rig.perceiver.record().pid() == 0);
            assertThat(rig.look()).isEqualTo(Perceiver.FAULT);
            assertThat(rig.perceiver.lastError()).contains("process");
            assertThat(rig.freeSlots()).isEqualTo(3);

            rig.awaitReady();
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            assertThat(WorkerRig.contents(rig.seen)).isEqualTo(before).isNotEmpty();
            assertThat(rig.perceiver.record().pid()).isPositive().isNotEqualTo(first);
            assertThat(rig.perceiver.record().restarts()).isEqualTo(1);
            assertThat(rig.perceiver.record().lastReason()).contains(first + " was ended by SIGKILL");
            assertThat(rig.perceiver.frameMemory().generation()).isGreaterThan(generation);
            assertThat(WorkerRig.hasEnded(first)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "worker-kill@5s | was ended by SIGKILL",
                "worker-stop@5s | no answer within the hang timeout",
                "worker-oom@5s | OutOfMemoryError",
                "engine-hang@5s:60min | no answer within the hang timeout",
                "engine-error@5s:60min | its engine failed: injected fault engine-error"
            })
    void shouldReplaceAProcessThatFails(String fault, String reason) throws Exception {
        try (WorkerRig rig = new WorkerRig(TinyPackages.detector(work.resolve("tiny")), fault)) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            int pid = rig.perceiver.record().pid();
            rig.perceiver.bounds(Long.MAX_VALUE, HANG_NS);
            rig.faults.begin(System.nanoTime() - 10_000_000_000L);

            assertThat(rig.look()).isEqualTo(Perceiver.FAULT);
            boolean isHang = reason.startsWith("no answer");
            if (!fault.startsWith("worker-oom")) {
                assertThat(rig.perceiver.lastFaultWasHang()).isEqualTo(isHang);
            }
            assertThat(rig.perceiver.isReady()).isFalse();

            WorkerRig.await(
                    "the end is told",
                    () -> !rig.perceiver.record().lastReason().isEmpty());
            assertThat(rig.perceiver.record().lastReason())
                    .startsWith(pid + " ")
                    .contains(reason);
            assertThat(WorkerRig.hasEnded(pid)).isTrue();
            assertThat(rig.freeSlots()).isEqualTo(3);
            FaultKind kind = rig.faults.specs().get(0).kind();
            if (kind.isOfWorker()) {
                assertThat(rig.faults.injected(kind)).isEqualTo(1);
                rig.awaitReady();
                rig.perceiver.bounds(Long.MAX_VALUE, 30_000_000_000L);
                WorkerRig.assertOk(rig.look(), rig.perceiver);
            }
        }
    }

    /** The look ends by the hang timeout; what the process then ends of is the reason. */
    @Test
    void shouldNameTheCauseOfAProcessThatEndsByItselfAfterTheHangTimeout() throws Exception {
        try (WorkerRig rig = new WorkerRig(TinyPackages.detector(work.resolve("tiny")), "worker-oom@5s")) {
            for (int i = 0; i < WaitRule.FIRST_LOOKS; i++) {
                WorkerRig.assertOk(rig.look(), rig.perceiver);
            }
            rig.perceiver.bounds(Long.MAX_VALUE, 1);
            rig.faults.begin(System.nanoTime() - 10_000_000_000L);

            assertThat(rig.look()).isEqualTo(Perceiver.FAULT);

            assertThat(rig.perceiver.lastFaultWasHang()).isTrue();
            assertThat(rig.perceiver.lastError()).contains("no answer within the hang timeout");
            WorkerRig.await(
                    "the end is told",
                    () -> !rig.perceiver.record().lastReason().isEmpty());
            assertThat(rig.perceiver.record().lastReason()).contains("OutOfMemoryError");
        }
    }

    @Test
    void shouldNotReuseASlotThatAStoppedProcessMayStillRead() throws Exception {
        try (WorkerRig rig = new WorkerRig(TinyPackages.detector(work.resolve("tiny")))) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            rig.perceiver.bounds(20_000_000L, 60_000_000_000L);
            int pid = rig.perceiver.record().pid();
            rig.kill("STOP");

            assertThat(rig.look()).isEqualTo(Perceiver.MISSED);
            Frame next = rig.frame(WorkerRig.BGR);
            assertThat(rig.freeSlots())
                    .as("neither the newest nor the one that is read")
                    .isEqualTo(2);
            next.release();

            WorkerRig.signal("KILL", pid);
            WorkerRig.await("the lease returns", () -> rig.freeSlots() == 3);
            assertThat(WorkerRig.hasEnded(pid)).isTrue();
        }
    }

    @Test
    void shouldNotServeFromAProcessThatSeesSomethingElse() throws Exception {
        try (WorkerRig rig = new WorkerRig(TinyPackages.detector(work.resolve("tiny")), "output-blank@5s:60min")) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            assertThat(rig.seen.detections().count()).isPositive();
            rig.faults.begin(System.nanoTime() - 10_000_000_000L);
            // The worker and its successors are told of the faults with a frame.
            rig.look();
            rig.kill("KILL");

            WorkerRig.await("it is refused", () -> rig.perceiver.record().refusals() > 0);
            assertThat(rig.perceiver.isReady()).isFalse();
            WorkerRig.await(
                    "and ended", () -> rig.perceiver.record().lastReason().contains("golden frame"));
            assertThat(rig.perceiver.record().lastReason()).contains("0 detections instead of");
            assertThat(rig.look()).isEqualTo(Perceiver.FAULT);
        }
    }

    @Test
    void shouldBackOffFromAProcessThatCannotStartAndUseNothingUp() throws Exception {
        Path directory = TinyPackages.detector(work.resolve("tiny"));
        Path labels = directory.resolve("labels.txt");
        Path aside = directory.resolve("labels.aside");
        try (WorkerRig rig = new WorkerRig(directory)) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            Files.move(labels, aside);
            rig.kill("KILL");
            WorkerRig.await(
                    "one is refused", () -> rig.perceiver.record().lastReason().contains("labels"));
            long open = descriptors();
            WorkerRig.await("another is", () -> rig.perceiver.record().restarts() == 3);

            assertThat(descriptors()).isLessThanOrEqualTo(open + 3);
            assertThat(rig.look()).isEqualTo(Perceiver.FAULT);
            assertThat(rig.perceiver.record().isGivenUp()).isFalse();
            Files.move(aside, labels);
            rig.awaitReady();
            WorkerRig.assertOk(rig.look(), rig.perceiver);
        }
    }

    /** A later process would find the same. */
    @Test
    void shouldGiveUpWhenThePackageHasChanged() throws Exception {
        Path directory = TinyPackages.detector(work.resolve("tiny"));
        try (WorkerRig rig = new WorkerRig(directory)) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            Files.writeString(directory.resolve("labels.txt"), "another\n");
            rig.kill("KILL");

            WorkerRig.await("it is given up", rig.perceiver.record()::isGivenUp);

            assertThat(rig.perceiver.record().lastReason())
                    .contains("was refused: package " + directory)
                    .contains("has changed since it was read; start the program anew")
                    .hasLineCount(1);
            assertThat(rig.perceiver.record().restarts()).isEqualTo(1);
            assertThat(rig.perceiver.isReady()).isFalse();
            assertThat(rig.look()).isEqualTo(Perceiver.FAULT);
            assertThat(rig.perceiver.lastError()).contains("given up").contains("start the program anew");
        }
    }

    @Test
    void shouldShowANewProcessTheGoldenFrameUntilItIsWarm() throws Exception {
        try (WorkerRig rig = new WorkerRig(TinyPackages.detector(work.resolve("tiny")))) {
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            assertThat(rig.perceiver.link().submitted()).isEqualTo(1);

            rig.kill("KILL");
            WorkerRig.await("the end is seen", () -> rig.perceiver.record().pid() == 0);
            rig.awaitReady();

            assertThat(rig.perceiver.link().submitted()).isGreaterThanOrEqualTo(WarmRule.LOOKS);
            WorkerRig.assertOk(rig.look(), rig.perceiver);
            assertThat(rig.perceiver.link().look()).isEqualTo(1);
        }
    }

    private static long descriptors() throws Exception {
        try (var all = Files.list(Path.of("/proc/self/fd"))) {
            return all.count();
        }
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void shouldEndWithTheProcessThatStartedIt(boolean isStopped) throws Exception {
        Path directory = TinyPackages.detector(work.resolve("tiny"));
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dorg.bytedeco.javacpp.nopointergc=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        ParentProgram.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var said = parent.inputReader()) {
            int worker = Integer.parseInt(said.readLine());
            if (isStopped) {
                WorkerRig.signal("STOP", worker);
            }

            WorkerRig.signal("KILL", parent.pid());

            WorkerRig.await("the worker ends", () -> WorkerRig.hasEnded(worker));
        } finally {
            parent.destroyForcibly();
        }
    }
}
