package dev.saccade.posix;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class PosixTest {
    private static final int EINVAL = 22;

    @Test
    void shouldReadTheClockOfNanoTime() {
        long before = System.nanoTime();
        long now = Posix.monotonicNs();
        long after = System.nanoTime();
        assertThat(now).isBetween(before, after);
    }

    @Test
    void shouldNotSleepUntilATimeThatHasPassed() {
        assertThat(Posix.sleepUntil(Posix.monotonicNs() - 1)).isZero();
        assertThat(Posix.sleepUntil(Long.MIN_VALUE)).isZero();
        assertThat(Posix.sleepUntil(0)).isZero();
    }

    @Test
    void shouldNotWakeBeforeTheTime() {
        long until = Posix.monotonicNs() + 2_000_000;
        assertThat(Posix.sleepUntil(until)).isZero();
        assertThat(Posix.monotonicNs()).isGreaterThanOrEqualTo(until);
    }

    @Test
    void shouldPinAndAvoidOnItsOwnThreadOnly() throws InterruptedException {
        int before = Posix.cpus();
        onOwnThread(() -> {
            int last = Posix.lastCpu();
            assertThat(Posix.cpus()).isEqualTo(before);
            if (before > 1) {
                assertThat(Posix.avoid(last)).isZero();
                assertThat(Posix.cpus()).isEqualTo(before - 1);
                assertThat(Posix.lastCpu()).isNotEqualTo(last);
            }
            assertThat(Posix.pin(last)).isZero();
            assertThat(Posix.cpus()).isEqualTo(1);
            assertThat(Posix.lastCpu()).isEqualTo(last);
            assertThat(Posix.avoid(last)).isEqualTo(-EINVAL);
        });
        assertThat(Posix.cpus()).isEqualTo(before);
    }

    @Test
    void shouldRefuseProcessorsThatCannotBe() {
        assertThat(Posix.pin(-1)).isEqualTo(-EINVAL);
        assertThat(Posix.pin(1 << 20)).isEqualTo(-EINVAL);
        assertThat(Posix.avoid(-1)).isEqualTo(-EINVAL);
    }

    @Test
    void shouldRaiseToFifoOrSayThatItMayNot() throws InterruptedException {
        onOwnThread(() -> {
            int answer = Posix.fifo(10);
            assertThat(answer).isIn(0, -Posix.EPERM);
            assertThat(Posix.policy()).isEqualTo(answer == 0 ? 1 : 0);
            assertThat(Posix.fifo(0)).isZero();
            assertThat(Posix.policy()).isZero();
            assertThat(Posix.fifo(1000)).isEqualTo(-EINVAL);
        });
    }

    @Test
    void shouldSetTimerSlack() throws InterruptedException {
        onOwnThread(() -> {
            assertThat(Posix.timerSlack(1)).isZero();
            assertThat(Posix.timerSlack(0)).isEqualTo(-EINVAL);
        });
    }

    @Test
    void shouldCountCudaDevicesOrSayWhatIsMissing() {
        int devices = Posix.cudaDevices();
        if (Files.exists(Path.of("/dev/nvidiactl"))) {
            assertThat(devices).isPositive();
        } else {
            assertThat(devices == -1 || devices <= -1000 || devices == 0)
                    .as("answer %d without a driver", devices)
                    .isTrue();
        }
    }

    private static void onOwnThread(Runnable body) throws InterruptedException {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Thread thread = new Thread(body);
        thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
        thread.start();
        thread.join();
        assertThat(failure.get()).isNull();
    }
}
