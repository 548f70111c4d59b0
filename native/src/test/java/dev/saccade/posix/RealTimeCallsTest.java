package dev.saccade.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class RealTimeCallsTest {
    private static final int EINVAL = 22;
    private static final int ESRCH = 3;
    /** Fields of /proc/PID/stat behind the name in brackets, counted from the state: rt_priority and policy. */
    private static final int PRIORITY = 37;

    private static final int POLICY = 38;

    @Test
    void shouldTellTheKernelsNumberOfTheThread() {
        assertThat(Path.of("/proc/self/task/" + Posix.tid())).isDirectory();
    }

    @Test
    void shouldSetAnotherThreadsPolicyOrSayThatItMayNot() throws Exception {
        try (Parked other = new Parked("posix-other")) {
            int answer = Posix.fifoOf(other.tid(), 10);
            assertThat(answer).isIn(0, -Posix.EPERM);
            assertThat(other.stat(POLICY)).isEqualTo(answer == 0 ? 1 : 0);
            assertThat(other.stat(PRIORITY)).isEqualTo(answer == 0 ? 10 : 0);
            assertThat(Posix.fifoOf(other.tid(), 0)).isZero();
            assertThat(other.stat(POLICY)).isZero();
        }
        assertThat(Posix.policy()).isZero();
    }

    @Test
    void shouldRefuseThreadsThatCannotBe() {
        assertThat(Posix.fifoOf(0, 0)).isEqualTo(-EINVAL);
        assertThat(Posix.fifoOf(-1, 0)).isEqualTo(-EINVAL);
        assertThat(Posix.fifoOf(Integer.MAX_VALUE, 0)).isEqualTo(-ESRCH);
    }

    @Test
    void shouldRaiseThreadsByTheBeginningOfTheirNamesAndNoOthers() throws Exception {
        try (Parked first = new Parked("raise me#0");
                Parked second = new Parked("raise me#1");
                Parked other = new Parked("not raise me")) {
            int raised = Posix.fifoNamed("nobody\nraise me#\n", 7);
            assumeTrue(raised != -Posix.EPERM, "SCHED_FIFO is not permitted here");
            assertThat(raised).isEqualTo(2);
            assertThat(first.stat(PRIORITY)).isEqualTo(7);
            assertThat(second.stat(PRIORITY)).isEqualTo(7);
            assertThat(other.stat(POLICY)).isZero();
            assertThat(Posix.fifoNamed("raise me#", 8)).isEqualTo(2);
            assertThat(first.stat(PRIORITY)).as("a policy that is set stays").isEqualTo(7);
        }
    }

    @Test
    void shouldMatchNothingByAnEmptyPrefix() {
        assertThat(Posix.fifoNamed("", 7)).isZero();
        assertThat(Posix.fifoNamed("\n\n", 7)).isZero();
    }

    @Test
    void shouldLockMemoryFromItsFirstUseOn() throws IOException {
        // Below a limit the lock would succeed, and fail what this JVM allocates next.
        assumeTrue(mayLock(), "locking memory is not permitted here");
        try {
            assertThat(Posix.lockMemory(false)).isZero();
            assertThat(lockedKb()).isPositive();
        } finally {
            assertThat(Posix.unlockMemory()).isZero();
        }
        assertThat(lockedKb()).isZero();
    }

    private static boolean mayLock() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("CapEff:")) {
                return (Long.parseUnsignedLong(line.substring(7).strip(), 16) >> 14 & 1) == 1;
            }
        }
        return false;
    }

    private static long lockedKb() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmLck:")) {
                return Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        throw new IOException("no VmLck in /proc/self/status");
    }

    /** A thread that waits until it is closed. */
    private static final class Parked implements AutoCloseable {
        private final CountDownLatch started = new CountDownLatch(1);
        private final CountDownLatch end = new CountDownLatch(1);
        private final AtomicInteger tid = new AtomicInteger();
        private final Thread thread;

        Parked(String name) throws InterruptedException {
            thread = new Thread(this::run, name);
            thread.start();
            assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
        }

        private void run() {
            tid.set(Posix.tid());
            started.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        int tid() {
            return tid.get();
        }

        long stat(int field) throws IOException {
            String stat = Files.readString(Path.of("/proc/self/task/" + tid() + "/stat"));
            return Long.parseLong(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[field]);
        }

        @Override
        public void close() {
            end.countDown();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
