package dev.saccade.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** Frames of 10 ms whose every byte is their number plus 100, through a source that fails. */
class FaultySourceTest {
    private static final long MS = 1_000_000;

    private record Got(long sequence, long captureMs, int first, int last) {}

    private static List<Got> frames(PixelFormat pixels, String... specs) {
        return frames(pixels, 0, specs);
    }

    private static List<Got> frames(PixelFormat pixels, long torn, String... specs) {
        FaultPlan plan =
                FaultPlan.of(List.of(specs).stream().map(FaultSpec::parse).toList(), 1);
        List<Got> got = new ArrayList<>();
        try (FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE);
                FaultySource source = new FaultySource(new Numbered(pixels), plan)) {
            for (long now = 0; now < 100 * MS; now += source.nextDueNs() > now ? 10 * MS : 0) {
                FrameSlot slot = ring.acquire();
                slot.prepare(source.format());
                if (source.capture(slot, now) != FrameSource.CAPTURED) {
                    ring.abandon(slot);
                    continue;
                }
                ring.publish(slot);
                Frame frame = ring.leaseNewest(-1);
                long bytes = frame.format().alignedBytes();
                try (BytePointer copy = new BytePointer(bytes)) {
                    Kernels.copy(copy.address(), frame.address(0), bytes);
                    got.add(new Got(
                            frame.sequence(), frame.captureNs() / MS, copy.get(0) & 0xff, copy.get(bytes - 1) & 0xff));
                }
                frame.release();
            }
            long repeats = plan.injected(FaultKind.CAMERA_DUPLICATE);
            assertThat(source.gaps() - repeats + source.torn()).isEqualTo(10 - got.size());
            assertThat(source.torn()).isEqualTo(torn);
        }
        return got;
    }

    @Test
    void shouldPassFramesOnWhileNothingIsWrong() {
        assertThat(frames(PixelFormat.BGR24)).hasSize(10).element(3).isEqualTo(new Got(3, 30, 103, 103));
    }

    @Test
    void shouldRepeatThePictureWithNewStampsWhileFrozen() {
        List<Got> got = frames(PixelFormat.BGR24, "camera-freeze@30ms:40ms");

        assertThat(got).hasSize(10);
        assertThat(got).extracting(Got::captureMs).containsExactly(0L, 10L, 20L, 30L, 40L, 50L, 60L, 70L, 80L, 90L);
        assertThat(got).extracting(Got::first).containsExactly(100, 101, 102, 102, 102, 102, 102, 107, 108, 109);
        assertThat(got).extracting(Got::last).containsExactly(100, 101, 102, 102, 102, 102, 102, 107, 108, 109);
    }

    @Test
    void shouldRepeatTheFirstPictureWhenFrozenFromTheBeginning() {
        assertThat(frames(PixelFormat.GRAY8, "camera-freeze@0s:1s")).hasSize(10).allMatch(g -> g.first() == 100);
    }

    @Test
    void shouldDeliverNothingWhileLost() {
        assertThat(frames(PixelFormat.BGR24, "camera-lost@20ms:50ms"))
                .extracting(Got::sequence)
                .containsExactly(0L, 1L, 7L, 8L, 9L);
    }

    @Test
    void shouldDeliverBlackInEveryColourSpace() {
        assertThat(frames(PixelFormat.BGR24, "camera-blank@20ms:10ms").get(2)).isEqualTo(new Got(2, 20, 0, 0));
        assertThat(frames(PixelFormat.I420, "camera-blank@20ms:10ms").get(2)).isEqualTo(new Got(2, 20, 16, 128));
        assertThat(frames(PixelFormat.UYVY, "camera-blank@20ms:10ms").get(2)).isEqualTo(new Got(2, 20, 128, 16));
        assertThat(frames(PixelFormat.I420, "camera-blank@20ms:10ms").get(3)).isEqualTo(new Got(3, 30, 103, 103));
    }

    @Test
    void shouldTellTornFramesFromLostOnes() {
        assertThat(frames(PixelFormat.BGR24, 3, "camera-torn=100%@20ms:30ms"))
                .extracting(Got::sequence)
                .containsExactly(0L, 1L, 5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void shouldGiveTheNumberAndTimeOfTheFrameBeforeAgain() {
        assertThat(frames(PixelFormat.BGR24, "camera-duplicate=100%@30ms:20ms"))
                .extracting(Got::sequence, Got::captureMs)
                .startsWith(tuple(0L, 0L), tuple(1L, 10L), tuple(2L, 20L), tuple(2L, 20L), tuple(2L, 20L))
                .endsWith(tuple(5L, 50L), tuple(6L, 60L), tuple(7L, 70L), tuple(8L, 80L), tuple(9L, 90L));
    }

    @Test
    void shouldCountAnewFromAResetOn() {
        assertThat(frames(PixelFormat.BGR24, "camera-reset@40ms"))
                .extracting(Got::sequence, Got::captureMs, Got::first)
                .startsWith(tuple(0L, 0L, 100))
                .contains(tuple(3L, 30L, 103), tuple(0L, 40L, 104), tuple(1L, 50L, 105))
                .endsWith(tuple(5L, 90L, 109));
    }

    /** The frames of 20 to 50 ms come 30 ms later; when frames come at once again, those on their way are overtaken. */
    @Test
    void shouldDeliverLateFramesWithTheirOwnTimesAndPictures() {
        assertThat(frames(PixelFormat.BGR24, "camera-late=30ms@20ms:40ms"))
                .extracting(Got::sequence, Got::captureMs, Got::first)
                .containsExactly(
                        tuple(0L, 0L, 100),
                        tuple(1L, 10L, 101),
                        tuple(2L, 20L, 102),
                        tuple(3L, 30L, 103),
                        tuple(6L, 60L, 106),
                        tuple(7L, 70L, 107),
                        tuple(8L, 80L, 108),
                        tuple(9L, 90L, 109));
    }

    private static final class Numbered implements FrameSource {
        private final FrameFormat format;
        private long next;

        Numbered(PixelFormat pixels) {
            format = FrameFormat.of(pixels, 64, 4);
        }

        @Override
        public int capture(FrameSlot slot, long nowNs) {
            try (BytePointer bytes = new BytePointer(format.alignedBytes())) {
                for (long i = 0; i < bytes.capacity(); i++) {
                    bytes.put(i, (byte) (100 + next));
                }
                Kernels.copy(slot.address(0), bytes.address(), bytes.capacity());
            }
            slot.describe(next++, nowNs, StampClass.ARRIVAL);
            return CAPTURED;
        }

        @Override
        public String uri() {
            return "numbered:";
        }

        @Override
        public FrameFormat format() {
            return format;
        }

        @Override
        public StampClass stamp() {
            return StampClass.ARRIVAL;
        }

        @Override
        public long framePeriodNs() {
            return 10 * MS;
        }

        @Override
        public long upstreamDelayNs() {
            return 0;
        }

        @Override
        public boolean isLossless() {
            return false;
        }

        @Override
        public long frameCount() {
            return -1;
        }

        @Override
        public long nextDueNs() {
            return next * 10 * MS;
        }

        @Override
        public long gaps() {
            return 0;
        }

        @Override
        public String fault() {
            return null;
        }

        @Override
        public void close() {}
    }
}
