package dev.saccade.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EngineOptions;
import dev.saccade.fault.FaultSpec;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.posix.SharedFile;
import dev.saccade.time.ManualClock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a process is waited for and when a new one starts, on a manual clock; and what goes over its command line. */
class WorkerRulesTest {
    private static final long MS = 1_000_000;
    private static final long S = 1_000 * MS;

    @Test
    void shouldDoubleTheBackOffUpToItsBoundAndBeginAnewAfterOneThatWasSound() {
        ManualClock clock = new ManualClock(Long.MAX_VALUE - S);
        RestartBackOff backOff = new RestartBackOff();
        for (long expected : new long[] {500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000}) {
            backOff.ended(clock.nanoTime(), 59 * S);
            assertThat(backOff.leftNs(clock.nanoTime())).isEqualTo(expected * MS);
            assertThat(backOff.leftNs(clock.nanoTime() + expected * MS)).isZero();
        }
        backOff.ended(clock.nanoTime(), 60 * S);
        assertThat(backOff.leftNs(clock.nanoTime())).isEqualTo(500 * MS);
    }

    @Test
    void shouldWaitUntilTheDeadlineAndNoLongerThanAHang() {
        WaitRule rule = new WaitRule(1);
        assertThat(rule.untilNs(31, rule.dueNs(100), 1000)).isEqualTo(1000 + 2 * S);

        rule.bounds(50 * MS, 200 * MS);
        assertThat(rule.untilNs(31, rule.dueNs(10 * MS), 15 * MS)).isEqualTo(60 * MS);
        assertThat(rule.untilNs(31, rule.dueNs(500 * MS), 15 * MS)).isEqualTo(215 * MS);
        assertThat(rule.isHung(31, 15 * MS, 215 * MS - 1)).isFalse();
        assertThat(rule.isHung(31, 15 * MS, 215 * MS)).isTrue();
    }

    @Test
    void shouldLeaveTheFirstLooksOfAWorkerMoreTime() {
        WaitRule rule = new WaitRule(1);
        rule.bounds(20 * MS, 30 * MS);
        for (long look = 1; look <= 30; look++) {
            assertThat(rule.hangNs(look)).isEqualTo(250 * MS);
            assertThat(rule.untilNs(look, rule.dueNs(10 * MS), 15 * MS))
                    .as("a deadline stands")
                    .isEqualTo(30 * MS);
        }
        assertThat(rule.isHung(30, 15 * MS, 265 * MS - 1)).isFalse();
        assertThat(rule.isHung(30, 15 * MS, 265 * MS)).isTrue();
        assertThat(rule.isHung(31, 15 * MS, 45 * MS)).isTrue();

        rule.bounds(Long.MAX_VALUE, 100 * MS);
        assertThat(rule.hangNs(1)).isEqualTo(400 * MS);
        assertThat(rule.hangNs(31)).isEqualTo(100 * MS);
        rule.bounds(Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(rule.hangNs(1)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldCallAWorkerWarmOnceItsLatestLooksAreSteady() {
        ManualClock clock = new ManualClock(Long.MAX_VALUE - S);
        WarmRule quick = new WarmRule(30 * MS, clock.nanoTime());
        for (int i = 1; i <= 20; i++) {
            assertThat(quick.isWarm((i == 10 ? 16 : 15) * MS, clock.nanoTime())).isEqualTo(i == 20);
        }
        WarmRule late = new WarmRule(30 * MS, clock.nanoTime());
        for (int i = 1; i <= 40; i++) {
            assertThat(late.isWarm((i <= 30 ? 16 : 15) * MS, clock.nanoTime())).isEqualTo(i == 40);
        }
        WarmRule slow = new WarmRule(30 * MS, clock.nanoTime());
        for (int i = 1; i <= 15; i++) {
            clock.advance(100 * MS);
            assertThat(slow.isWarm(100 * MS, clock.nanoTime()))
                    .as("within 1.5 s")
                    .isEqualTo(i == 15);
        }
    }

    @Test
    void shouldAddUpWhatEachProcessCounts() {
        WorkerRecord record = new WorkerRecord();
        record.another();
        record.allocated(0, 0);
        record.allocated(16, 100);
        record.another();
        record.allocated(0, 0);
        assertThat(record.allocationFrames()).isEqualTo(100);
        record.allocated(8, 50);
        assertThat(record.allocationFrames()).isEqualTo(150);
        assertThat(record.allocatedBytes()).isEqualTo(24);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo goes on; exec sleep 60 | false | was ended by SIGKILL",
                "exit 3 | true | ended with exit code 3",
                "kill -SEGV $$ | true | was ended by SIGSEGV",
                "echo 'thread: java.lang.OutOfMemoryError: heap'; echo goes on; exec sleep 60 | true "
                        + "| ran out of memory: thread: java.lang.OutOfMemoryError: heap"
            })
    @Timeout(30)
    void shouldKnowWhetherAProcessThatIsKilledHadACauseOfItsOwn(String script, boolean tells, String words)
            throws IOException {
        int notice = SharedFile.makeEvent();
        Child child = Child.start(List.of("/bin/sh", "-c", script), notice);
        child.ignoreWords();
        while (!child.hasEnded() && !child.endInWords().endsWith("goes on")) {
            child.waitFor(-1);
        }
        child.kill();
        while (!child.hasEnded()) {
            child.waitFor(-1);
        }
        assertThat(child.tellsWhy()).isEqualTo(tells);
        assertThat(child.endInWords()).startsWith(words);
        child.close();
        SharedFile.close(notice);
    }

    @Test
    void shouldWaitForTheEnginesShareOfTheDeadline() {
        WaitRule rule = new WaitRule(0.5);
        rule.bounds(50 * MS, 200 * MS);
        assertThat(rule.untilNs(31, rule.dueNs(10 * MS), 15 * MS)).isEqualTo(35 * MS);
        rule.bounds(Long.MAX_VALUE, 200 * MS);
        assertThat(rule.dueNs(10 * MS)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void shouldGoOverACommandLineAndBack() {
        WorkerSpec spec = new WorkerSpec(
                Path.of("/a package"),
                0.3f,
                Backend.CPU,
                new EngineOptions(
                        3,
                        true,
                        2,
                        Path.of("/c"),
                        new DeviceOptions(1, DeviceOptions.Priority.HIGH, 0.6, Path.of("/s"))),
                List.of(FaultSpec.parse("latency=50ms@1s:2s"), FaultSpec.parse("engine-hang@3s:60min")));
        String[] arguments = spec.arguments(42).toArray(String[]::new);

        assertThat(WorkerSpec.read(arguments)).isEqualTo(spec);
        assertThat(WorkerSpec.parent(arguments)).isEqualTo(42);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo first; echo last one >&2; exit 3 | ended with exit code 3; its last line: last one",
                "kill -SEGV $$ | was ended by SIGSEGV",
                "printf unfinished; kill -KILL $$ | was ended by SIGKILL; its last line: unfinished",
                "exit 0 | ended with exit code 0"
            })
    @Timeout(30)
    void shouldTellInWordsHowAProcessEnded(String script, String words) throws IOException {
        int notice = SharedFile.makeEvent();
        Child child = Child.start(List.of("/bin/sh", "-c", script), notice);
        child.ignoreWords();
        while (!child.hasEnded()) {
            child.waitFor(-1);
        }
        assertThat(child.endInWords()).isEqualTo(words);
        child.close();
        SharedFile.close(notice);
    }

    @Test
    void shouldMoveEachSlotToNewMemoryWhenItIsNextWritten() {
        SharedFrameMemory memory = new SharedFrameMemory(true);
        try (FrameRing ring = new FrameRing(3, memory)) {
            FrameSlot held = write(ring);
            long old = held.address(0);
            memory.renew();
            FrameSlot next = write(ring);

            assertThat(memory.find(old).generation()).as("still leased").isZero();
            assertThat(memory.find(next.address(0)).generation()).isEqualTo(1);
            held.release();
            for (int i = 0; i < 3; i++) {
                write(ring).release();
            }
            assertThat(held.address(0)).isNotZero();
            assertThat(memory.find(held.address(0)).generation()).isEqualTo(1);
            next.release();
        }
    }

    private static FrameSlot write(FrameRing ring) {
        FrameSlot slot = ring.acquire();
        slot.prepare(WorkerRig.BGR);
        slot.describe(1, 1, dev.saccade.frame.StampClass.PLAYBACK);
        ring.publish(slot);
        return (FrameSlot) ring.leaseNewest(-1);
    }
}
