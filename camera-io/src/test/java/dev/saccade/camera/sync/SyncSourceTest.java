package dev.saccade.camera.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import dev.saccade.pipeline.AgentThread;
import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.time.MonotonicClock;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two scenes of one rate, in real time; they begin within a moment of one another. */
@Timeout(60)
class SyncSourceTest {
    private static final String TWO = "sync:40ms|synthetic:?size=64x32&fps=10|synthetic:?size=32x32&fps=10&seed=2";

    @Test
    void shouldPutMatchedFramesSideBySide() throws Exception {
        try (FrameSource source = Cameras.open(TWO);
                FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            assertThat(source.format().width()).isEqualTo(96);
            assertThat(source.format().height()).isEqualTo(32);
            assertThat(source.stamp()).isEqualTo(StampClass.PLAYBACK);
            assertThat(source.framePeriodNs()).isEqualTo(100_000_000);
            long before = Long.MIN_VALUE;
            for (int got = 0; got < 3; ) {
                FrameSlot slot = ring.acquire();
                slot.prepare(source.format());
                int status = source.capture(slot, System.nanoTime());
                assertThat(status).as(source.fault()).isBetween(0, 1);
                if (status == FrameSource.CAPTURED) {
                    assertThat(slot.sequence()).isEqualTo(got++);
                    assertThat(slot.captureNs()).isGreaterThan(before);
                    before = slot.captureNs();
                    requireScene(slot, 0, 64, 1);
                    requireScene(slot, 64, 32, 2);
                }
                ring.abandon(slot);
            }
        }
    }

    /** The rows of a part are those of a scene of that seed at some frame. */
    private static void requireScene(FrameSlot slot, int x, int width, long seed) throws Exception {
        String uri = "synthetic:?pace=max&fps=10&size=" + width + "x32&seed=" + seed;
        try (FrameSource scene = Cameras.open(uri);
                FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            boolean same = false;
            for (int i = 0; i < 200 && !same; i++) {
                FrameSlot other = ring.acquire();
                other.prepare(scene.format());
                scene.capture(other, 0);
                same = isSame(slot, x, other, width);
                ring.abandon(other);
            }
            assertThat(same).as("a frame of seed %d at %d", seed, x).isTrue();
        }
    }

    private static boolean isSame(FrameSlot slot, int x, FrameSlot other, int width) {
        int bytes = other.format().pixels().rowBytes(0, width);
        int left = x == 0 ? 0 : slot.format().pixels().rowBytes(0, x);
        for (int y = 0; y < 32; y++) {
            BytePointer a = at(slot.address(0) + (long) y * slot.stride(0) + left);
            BytePointer b = at(other.address(0) + (long) y * other.stride(0));
            for (int i = 0; i < bytes; i++) {
                if (a.get(i) != b.get(i)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static BytePointer at(long where) {
        return new BytePointer((org.bytedeco.javacpp.Pointer) null) {
            {
                address = where;
            }
        };
    }

    @Test
    @SuppressWarnings("try") // Closing twice is what it is about.
    void shouldEndWithItsFirstCameraThatEndsAndWhenClosed() throws Exception {
        try (FrameSource source = Cameras.open(TWO.replace("seed=2", "seed=2&frames=2"));
                FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            int status = FrameSource.NOT_READY;
            while (status >= 0) {
                FrameSlot slot = ring.acquire();
                slot.prepare(source.format());
                status = source.capture(slot, System.nanoTime());
                ring.abandon(slot);
            }
            assertThat(status).isEqualTo(FrameSource.END);
            source.close();
            FrameSlot slot = ring.acquire();
            assertThat(source.capture(slot, 0)).isEqualTo(FrameSource.END);
            ring.abandon(slot);
        }
    }

    @Test
    void shouldBeDrivenAsOtherCamerasAre() throws Exception {
        try (FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE)) {
            CameraAgent camera = new CameraAgent(Cameras.open(TWO), ring, Long.MAX_VALUE, 1);
            AgentThread thread = new AgentThread(
                    camera, MonotonicClock.SYSTEM, AgentThread.Idle.PARK, ring.leased(), ThreadPolicy.ORDINARY);
            thread.start();
            while (camera.captured() < 3) {
                assertThat(thread.isAlive()).as("%s", thread.failure()).isTrue();
                Thread.onSpinWait();
            }
            thread.stop();
            assertThat(thread.join(20_000)).isTrue();
            assertThat(thread.failure()).isNull();
        }
    }

    private static void refused(String uri, String words) {
        assertThatThrownBy(() -> Cameras.open(uri).close())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining(words)
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseWhatCannotBeJoined() {
        refused("sync:5ms|synthetic:", "sync:TOLERANCE|URI|URI");
        refused("sync:soon|synthetic:|synthetic:", "sync:TOLERANCE|URI|URI");
        refused("sync:5ms|synthetic:?pace=max|synthetic:", "pace=max");
        refused("sync:5ms|synthetic:?size=64x32|synthetic:?size=64x48", "64x48");
        refused("sync:50ms|synthetic:|synthetic:", "half a frame period");
        refused("sync:5ms|synthetic:|file:absent.mp4", "absent.mp4");
    }
}
