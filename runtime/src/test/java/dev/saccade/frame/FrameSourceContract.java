package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** What every source kind that plays a finite clip must do. Each kind has one subclass. */
public abstract class FrameSourceContract {
    private static final long START_NS = 7_000_000_000L;
    private static final long LEAK_BOUND = 24L << 20;
    private static final int ROUND = 500;
    private static final int MOST_ROUNDS = 8;

    /**
     * Opens the clip.
     *
     * @param options such as {@code pace=max}, or empty to play at its own rate
     * @return the source
     * @throws SourceException when it cannot be opened
     */
    protected abstract FrameSource open(String options) throws SourceException;

    /** @return frames of the clip, at least 8 */
    protected abstract int frames();

    /** @return whether the kind knows {@code loop=true} */
    protected boolean canLoop() {
        return true;
    }

    /**
     * Opens a clip that does not end, processing every frame.
     *
     * @return the source
     * @throws SourceException when it cannot be opened
     */
    protected FrameSource openEndless() throws SourceException {
        return open("pace=max&loop=true");
    }

    /** @return most Java heap bytes a frame in steady state */
    protected long heapBytesPerFrame() {
        return 0;
    }

    /** @return opens and closes in the leak check */
    protected int leakCycles() {
        return 150;
    }

    private SourceRig rig(String options) throws SourceException {
        return new SourceRig(open(options), START_NS);
    }

    @Test
    void shouldKnowItsFormatBeforeTheFirstCapture() throws SourceException {
        try (FrameSource source = open("")) {
            assertThat(source.format()).isNotNull();
            assertThat(source.format().alignedBytes()).isPositive();
            assertThat(source.frameCount()).isIn(-1L, (long) frames());
            assertThat(source.fault()).isNull();
            assertThat(source.uri()).isNotBlank();
        }
    }

    @Test
    void shouldDeliverEveryFrameInOrderWhenLossless() throws SourceException {
        try (SourceRig rig = rig("pace=max")) {
            assertThat(rig.source().isLossless()).isTrue();
            List<Long> sequences = new ArrayList<>();
            long latestNs = Long.MIN_VALUE;
            Frame frame = rig.lease();
            while (frame != null) {
                sequences.add(frame.sequence());
                assertThat(frame.captureNs()).isEqualTo(rig.nowNs()).isGreaterThan(latestNs);
                latestNs = frame.captureNs();
                assertThat(frame.stamp()).isEqualTo(rig.source().stamp());
                frame.release();
                rig.advance(1_000);
                frame = rig.lease();
            }
            assertThat(sequences).hasSize(frames());
            for (int i = 0; i < sequences.size(); i++) {
                assertThat(sequences.get(i)).isEqualTo(i);
            }
            assertThat(rig.source().gaps()).isZero();
        }
    }

    @Test
    void shouldStayAtItsEnd() throws SourceException {
        try (SourceRig rig = rig("pace=max")) {
            for (int i = 0; i < frames(); i++) {
                assertThat(rig.next()).isEqualTo(FrameSource.CAPTURED);
            }
            for (int i = 0; i < 3; i++) {
                assertThat(rig.next()).isEqualTo(FrameSource.END);
            }
            assertThat(rig.source().fault()).isNull();
        }
    }

    @Test
    void shouldPlayAtItsOwnTimes() throws SourceException {
        try (SourceRig rig = rig("")) {
            assertThat(rig.source().isLossless()).isFalse();
            long periodNs = rig.source().framePeriodNs();
            assertThat(periodNs).isPositive();
            for (int i = 0; i < frames(); i++) {
                Frame frame = rig.lease();
                assertThat(frame.sequence()).isEqualTo(i);
                assertThat(frame.captureNs()).isCloseTo(START_NS + i * periodNs, within(periodNs / 4));
                assertThat(frame.captureNs()).isLessThanOrEqualTo(rig.nowNs());
                frame.release();
            }
        }
    }

    @Test
    void shouldNotBeReadyBeforeTheNextFrameIsDue() throws SourceException {
        try (SourceRig rig = rig("")) {
            assertThat(rig.next()).isEqualTo(FrameSource.CAPTURED);
            for (int i = 0; i < 4; i++) {
                assertThat(rig.step()).isEqualTo(FrameSource.NOT_READY);
            }
            assertThat(rig.source().nextDueNs()).isGreaterThan(rig.nowNs());
        }
    }

    @Test
    void shouldKeepFrameTimesWhenTheConsumerIsLate() throws SourceException {
        try (SourceRig rig = rig("")) {
            long periodNs = rig.source().framePeriodNs();
            assertThat(rig.next()).isEqualTo(FrameSource.CAPTURED);
            rig.advance(frames() * periodNs);
            for (int i = 1; i < frames(); i++) {
                Frame frame = rig.lease();
                assertThat(frame.sequence()).isEqualTo(i);
                assertThat(frame.captureNs()).isCloseTo(START_NS + i * periodNs, within(periodNs / 4));
                frame.release();
            }
        }
    }

    @Test
    void shouldTakeAnotherRate() throws SourceException {
        try (SourceRig rig = rig("fps=50")) {
            assertThat(rig.source().framePeriodNs()).isEqualTo(20_000_000L);
            for (int i = 0; i < frames(); i++) {
                Frame frame = rig.lease();
                assertThat(frame.captureNs()).isEqualTo(START_NS + i * 20_000_000L);
                frame.release();
            }
        }
    }

    @Test
    void shouldGiveTheSamePixelsEachTime() throws SourceException {
        List<Long> first = checksums();
        assertThat(checksums()).isEqualTo(first);
        assertThat(first).as("frames differ from one another").doesNotHaveDuplicates();
    }

    private List<Long> checksums() throws SourceException {
        List<Long> sums = new ArrayList<>();
        try (SourceRig rig = rig("pace=max")) {
            for (Frame frame = rig.lease(); frame != null; frame = rig.lease()) {
                sums.add(NativeBytes.checksum(frame));
                frame.release();
            }
        }
        return sums;
    }

    @Test
    void shouldLeaveALeasedFrameAlone() throws SourceException {
        try (SourceRig rig = rig("pace=max")) {
            Frame held = rig.lease();
            long sum = NativeBytes.checksum(held);
            for (int i = 1; i < frames(); i++) {
                assertThat(rig.next()).isEqualTo(FrameSource.CAPTURED);
            }
            assertThat(NativeBytes.checksum(held)).isEqualTo(sum);
            assertThat(held.sequence()).isZero();
            held.release();
            Frame newest = rig.ring().leaseNewest(0);
            assertThat(newest.sequence()).isEqualTo(frames() - 1);
            newest.release();
            assertThat(rig.ring().unread()).isEqualTo(frames() - 2);
        }
    }

    @Test
    void shouldStartAgainWhenLooping() throws SourceException {
        assumeTrue(canLoop(), "this kind does not loop");
        try (SourceRig rig = rig("pace=max&loop=true")) {
            assertThat(rig.source().frameCount()).isEqualTo(-1);
            List<Long> sums = new ArrayList<>();
            for (int i = 0; i < 3 * frames(); i++) {
                Frame frame = rig.lease();
                assertThat(frame.sequence()).isEqualTo(i);
                sums.add(NativeBytes.checksum(frame));
                frame.release();
            }
            assertThat(sums.subList(frames(), 2 * frames())).isEqualTo(sums.subList(0, frames()));
            assertThat(sums.subList(2 * frames(), 3 * frames())).isEqualTo(sums.subList(0, frames()));
        }
    }

    @Test
    void shouldKeepItsRateAcrossTheLoop() throws SourceException {
        assumeTrue(canLoop(), "this kind does not loop");
        try (SourceRig rig = rig("loop=true")) {
            long periodNs = rig.source().framePeriodNs();
            for (int i = 0; i < 2 * frames() + 2; i++) {
                Frame frame = rig.lease();
                assertThat(frame.captureNs()).isCloseTo(START_NS + i * periodNs, within(periodNs / 4));
                frame.release();
            }
        }
    }

    @Test
    void shouldEndWhenClosedFromAnotherThread() throws Exception {
        for (int round = 0; round < 10; round++) {
            SourceRig rig = new SourceRig(openEndless(), START_NS);
            CountDownLatch running = new CountDownLatch(1);
            AtomicInteger last = new AtomicInteger();
            Thread camera = new Thread(() -> {
                int status = rig.step();
                while (status >= 0) {
                    running.countDown();
                    status = rig.step();
                }
                last.set(status);
                running.countDown();
            });
            camera.start();
            assertThat(running.await(20, TimeUnit.SECONDS)).isTrue();
            rig.source().close();
            rig.source().close();
            camera.join(20_000);
            assertThat(camera.isAlive()).isFalse();
            assertThat(last.get()).isEqualTo(FrameSource.END);
            assertThat(rig.step()).isEqualTo(FrameSource.END);
            rig.close();
        }
    }

    @Test
    void shouldAllocateNothingPerFrame() throws SourceException {
        com.sun.management.ThreadMXBean threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        List<Long> rounds = new ArrayList<>();
        try (SourceRig rig = new SourceRig(openEndless(), START_NS)) {
            // The JIT compiler's own one-off allocations fall into early rounds; an allocation per frame falls into
            // all.
            do {
                long before = threads.getThreadAllocatedBytes(self);
                for (int i = 0; i < ROUND; i++) {
                    rig.next();
                }
                rounds.add(threads.getThreadAllocatedBytes(self) - before);
            } while (rounds.get(rounds.size() - 1) > ROUND * heapBytesPerFrame() && rounds.size() < MOST_ROUNDS);
            assertThat(rig.ring().captured()).isEqualTo((long) ROUND * rounds.size());
        }
        assertThat(rounds.get(rounds.size() - 1))
                .as("heap bytes per %d frames, round by round: %s", ROUND, rounds)
                .isLessThanOrEqualTo(ROUND * heapBytesPerFrame());
    }

    @Test
    void shouldFreeItsNativeMemory() throws SourceException {
        for (int i = 0; i < leakCycles() / 3; i++) {
            openAndClose();
        }
        fillHeap();
        long heap = Runtime.getRuntime().totalMemory();
        long before = Pointer.physicalBytes();
        for (int i = 0; i < leakCycles(); i++) {
            openAndClose();
        }
        long heapGrowth = Runtime.getRuntime().totalMemory() - heap;
        assertThat(Pointer.physicalBytes() - before - heapGrowth)
                .as("growth over %d opens", leakCycles())
                .isLessThan(LEAK_BOUND);
    }

    /** Touches the Java heap's pages, so that garbage of the opens does not look like native memory. */
    private static void fillHeap() {
        long bytes = 0;
        while (bytes < 2 * Runtime.getRuntime().totalMemory()) {
            byte[] garbage = new byte[1 << 19];
            bytes += garbage.length;
        }
    }

    private void openAndClose() throws SourceException {
        try (SourceRig rig = rig("pace=max")) {
            for (int i = 0; i < 3; i++) {
                rig.next();
            }
        }
    }

    @Test
    void shouldRefuseAnUnknownOption() {
        assertThatThrownBy(() -> open("pace=max&nonsense=1").close())
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.USAGE))
                .hasMessageContaining("'nonsense'")
                .hasMessageContaining("pace")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseABadRateAndPace() {
        assertThatThrownBy(() -> open("fps=fast").close())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("fps=fast");
        assertThatThrownBy(() -> open("fps=0").close())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("fps=0");
        assertThatThrownBy(() -> open("pace=min").close())
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("pace=min");
    }
}
