package dev.saccade.camera.v4l2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.v4l2.ScriptedVideo;
import dev.saccade.v4l2.VideoDevice;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Devices that go away, break down, fall silent or change, and come back; and close from elsewhere. */
class V4l2LossTest {
    private static final int EIO = 5;

    @TempDir
    private Path directory;

    private ScriptedCamera camera;

    @BeforeEach
    void open() throws Exception {
        camera = new ScriptedCamera(directory).plug("video0", "GREY", 0).open("video0", "");
        camera.picture(1);
        camera.frame().release();
    }

    @AfterEach
    void shouldGiveEverythingBack() {
        camera.close();
        assertThat(ScriptedVideo.held()).isZero();
    }

    private void runFor(long ns) {
        for (long t = 0; t < ns; t += ScriptedCamera.PERIOD_NS) {
            if (camera.source().nextDueNs() - camera.rig().nowNs() <= ScriptedCamera.PERIOD_NS) {
                assertThat(camera.step()).isEqualTo(FrameSource.NOT_READY);
            } else {
                camera.rig().advance(ScriptedCamera.PERIOD_NS);
            }
        }
    }

    private void assertItGoesOn(long number) {
        camera.picture(1);
        Frame frame = camera.frame();
        assertThat(frame.sequence()).isEqualTo(number);
        assertThat(camera.source().fault()).isNull();
        frame.release();
    }

    @Test
    void shouldFindADeviceThatReturns() {
        camera.unplug("video0");
        runFor(10_000_000_000L);
        assertThat(camera.source().reconnects()).isZero();
        camera.plug("video0", "GREY", 0);
        runFor(2 * Waiting.LONGEST_NS);
        assertItGoesOn(1);
        assertThat(camera.source().reconnects()).isEqualTo(1);
        assertThat(camera.source().gaps()).isZero();
    }

    @Test
    void shouldFindADeviceThatReturnsUnderAnotherNumber() {
        camera.unplug("video0");
        runFor(500_000_000L);
        camera.plug("video0", "GREY", 0, "Another Camera");
        camera.plug("video3", "GREY", 0);
        runFor(2 * Waiting.LONGEST_NS);
        assertThat(ScriptedVideo.queued("video3")).isEqualTo(4);
        assertThat(ScriptedVideo.queued("video0")).isZero();
    }

    @Test
    void shouldNotTakeAnotherDeviceForTheLostOne() {
        camera.unplug("video0");
        camera.plug("video0", "GREY", 0, "Another Camera");
        runFor(10_000_000_000L);
        assertThat(camera.source().reconnects()).isZero();
        assertThat(ScriptedVideo.queued("video0")).isZero();
    }

    @Test
    void shouldLookLessAndLessOften() {
        camera.unplug("video0");
        assertThat(camera.step()).isEqualTo(FrameSource.NOT_READY);
        long distance = Waiting.FIRST_NS;
        for (int i = 0; i < 8; i++) {
            assertThat(camera.rig().step()).isEqualTo(FrameSource.NOT_READY);
            assertThat(camera.source().nextDueNs() - camera.rig().nowNs()).isEqualTo(distance);
            camera.rig().advance(distance);
            distance = Math.min(2 * distance, Waiting.LONGEST_NS);
        }
    }

    @Test
    void shouldStartAgainAfterAFatalError() {
        ScriptedVideo.fail("video0", ScriptedVideo.DEQUEUE, EIO, 1);
        runFor(500_000_000L);
        assertItGoesOn(1);
        assertThat(camera.source().reconnects()).isEqualTo(1);
    }

    @Test
    void shouldWaitForADeviceThatSomebodyElseTook() {
        ScriptedVideo.fail("video0", ScriptedVideo.DEQUEUE, EIO, 1);
        ScriptedVideo.busy("video0", true);
        runFor(5_000_000_000L);
        assertThat(camera.source().reconnects()).isZero();
        ScriptedVideo.busy("video0", false);
        runFor(2 * Waiting.LONGEST_NS);
        assertItGoesOn(1);
    }

    @Test
    void shouldRestartADeviceThatFellSilent() {
        runFor(900_000_000L);
        assertThat(camera.source().reconnects()).isZero();
        runFor(1_000_000_000L);
        assertItGoesOn(1);
        assertThat(camera.source().reconnects()).isEqualTo(1);
    }

    @Test
    void shouldTakeTheGivenBoundOfSilence() throws Exception {
        camera.close();
        camera = new ScriptedCamera(directory).plug("video0", "GREY", 0).open("video0", "stall=300");
        runFor(250_000_000L);
        assertThat(camera.source().reconnects()).isZero();
        assertThat(ScriptedVideo.queued("video0")).isEqualTo(4);
        runFor(200_000_000L);
        camera.picture(1);
        camera.frame().release();
        assertThat(camera.source().reconnects()).isEqualTo(1);
    }

    @Test
    void shouldFollowASourceThatChangesItsSize() {
        ScriptedVideo.change("video0", 32);
        assertThat(camera.step()).isEqualTo(FrameSource.NOT_READY);
        assertThat(camera.source().format().width()).isEqualTo(32);
        assertThat(camera.source().resets()).isEqualTo(1);
        assertThat(camera.source().reconnects()).isZero();
        assertItGoesOn(1);
    }

    @Test
    void shouldReturnAtOnceWhenClosedFromAnotherThread() throws Exception {
        ScriptedVideo.block(60_000);
        CountDownLatch running = new CountDownLatch(1);
        AtomicInteger last = new AtomicInteger();
        Thread thread = new Thread(() -> {
            running.countDown();
            int status = camera.rig().step();
            while (status >= 0) {
                status = camera.rig().step();
            }
            last.set(status);
        });
        thread.start();
        assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
        camera.source().close();
        camera.source().close();
        // The wait would take a minute; only the wake-up ends it.
        thread.join(30_000);
        assertThat(thread.isAlive()).isFalse();
        assertThat(last.get()).isEqualTo(FrameSource.END);
        assertThat(ScriptedVideo.held()).isZero();
    }

    @Test
    void shouldNotLeakWhenADeviceComesAndGoes() {
        for (int i = 0; i < 50; i++) {
            camera.unplug("video0");
            runFor(200_000_000L);
            camera.plug("video0", "GREY", 0);
            runFor(500_000_000L);
            assertItGoesOn(i + 1);
        }
        assertThat(camera.source().reconnects()).isEqualTo(50);
        // One descriptor and four mappings of the stream that runs now.
        assertThat(ScriptedVideo.held()).isEqualTo(5);
    }

    @Test
    void shouldRestartWhenABufferCannotBeGivenBack() {
        ScriptedVideo.fail("video0", ScriptedVideo.QUEUE, VideoDevice.EINVAL, 1);
        camera.picture(1);
        camera.frame().release();
        runFor(500_000_000L);
        assertItGoesOn(2);
        assertThat(camera.source().reconnects()).isEqualTo(1);
    }
}
