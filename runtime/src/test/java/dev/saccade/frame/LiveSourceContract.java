package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.saccade.pipeline.CameraAgent;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What every kind of source that plays in time must do, behind the camera agent and its ring. Each kind has a subclass. */
public abstract class LiveSourceContract {
    private static final long STALL_NS = 2_000_000_000L;
    private static final long SHORT_STALL_NS = 500_000_000L;
    private static final int ATTEMPTS = 5;
    private static final long LEAK_BOUND = 24L << 20;
    private static final int ROUNDS = 8;
    private static final Set<Mishap> EXCLUSIVE = Set.of(Mishap.GAP, Mishap.TORN, Mishap.RESET, Mishap.LATE);

    /**
     * Sets a camera up, at some ten to thirty pictures a second.
     *
     * @param planned what will befall it, or null
     * @return the feed, closed by the contract
     * @throws Exception when it cannot be set up
     */
    protected abstract LiveFeed feed(Mishap planned) throws Exception;

    /** @return a feed that shoots as fast as it can */
    protected LiveFeed fastFeed() throws Exception {
        return feed(null);
    }

    /** @return what can befall a camera of this kind */
    protected abstract Set<Mishap> mishaps();

    /** @return frames of the long run */
    protected abstract int manyFrames();

    /** @return most Java heap bytes a frame in steady state */
    protected long heapBytesPerFrame() {
        return 0;
    }

    /** @return whether pictures that nobody fetched give way to newer ones; a clip waits, and its frames come late */
    protected boolean passesOverOldPictures() {
        return true;
    }

    /** @return an option that nobody knows, or a value that no option takes */
    protected String badOption() {
        return "nonsense=1";
    }

    private static LiveLoop loop(LiveFeed feed) throws SourceException {
        return new LiveLoop(feed, "", HostFrameMemory.INSTANCE);
    }

    @Test
    void shouldHandFramesOverInTheirOrder() throws Exception {
        try (LiveFeed feed = feed(null);
                LiveLoop loop = loop(feed)) {
            long sequence = -1;
            long captureNs = Long.MIN_VALUE;
            for (int i = 0; i < 15; i++) {
                Frame frame = loop.lease();
                assertThat(frame.sequence()).isGreaterThan(sequence);
                assertThat(frame.captureNs()).isGreaterThan(captureNs).isLessThanOrEqualTo(feed.nowNs());
                assertThat(frame.stamp()).isNotNull();
                assertThat(frame.format()).isEqualTo(loop.source().format());
                sequence = frame.sequence();
                captureNs = frame.captureNs();
                frame.release();
            }
            assertThat(loop.source().fault()).isNull();
            assertThat(loop.source().frameCount() < 0 || !loop.source().isLossless())
                    .isTrue();
        }
    }

    @Test
    void shouldLeaveALeasedFrameAlone() throws Exception {
        try (LiveFeed feed = feed(null);
                LiveLoop loop = loop(feed)) {
            Frame held = loop.lease();
            long sum = NativeBytes.checksum(held);
            long sequence = held.sequence();
            loop.frames(9);
            assertThat(NativeBytes.checksum(held)).isEqualTo(sum);
            assertThat(held.sequence()).isEqualTo(sequence);
            held.release();
            assertThatThrownBy(held::release).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void shouldWriteIntoTheMemoryThatItIsGiven() throws Exception {
        GenerationMemory memory = new GenerationMemory();
        try (LiveFeed feed = feed(null)) {
            try (LiveLoop loop = new LiveLoop(feed, "", memory)) {
                loop.frames(6);
                int slots = memory.allocations();
                memory.renew();
                loop.frames(8);
                Frame frame = loop.lease();
                assertThat(memory.isOfPresentGeneration(frame)).isTrue();
                byte[] row = NativeBytes.read(
                        frame.address(0),
                        frame.format().pixels().rowBytes(0, frame.format().width()));
                assertThat(row).isNotEqualTo(new byte[row.length]);
                frame.release();
                // Each slot once more, and nothing for every frame.
                assertThat(memory.allocations()).isLessThanOrEqualTo(2 * slots);
            }
            assertThat(memory.live()).isZero();
        }
    }

    @Test
    void shouldShowTheNewestToAReaderThatLookedAway() throws Exception {
        try (LiveFeed feed = feed(null);
                LiveLoop loop = loop(feed)) {
            loop.lease().release();
            requireFresh(feed, loop, () -> {
                long endNs = feed.nowNs() + (feed.isReal() ? SHORT_STALL_NS : STALL_NS);
                loop.until("the end of the stall", () -> feed.nowNs() - endNs >= 0);
            });
            assertThat(loop.ring().unread()).isPositive();
        }
    }

    @Test
    void shouldGoOnWithTheNewestWhenTheCameraThreadWasHeldUp() throws Exception {
        assumeTrue(passesOverOldPictures(), "a clip waits for its reader");
        try (LiveFeed feed = feed(null);
                LiveLoop loop = loop(feed)) {
            loop.frames(3);
            loop.lease().release();
            long skipped = loop.source().skipped();
            requireFresh(feed, loop, () -> {
                long endNs = feed.nowNs() + STALL_NS;
                while (!feed.isReal() && feed.nowNs() - endNs < 0) {
                    feed.tick();
                }
                LiveFeed.Real.awaitTime(feed.isReal() ? endNs : System.nanoTime());
            });
            assertThat(loop.source().skipped()).isGreaterThan(skipped);
            assertThat(loop.agent().late()).isZero();
        }
    }

    /** A machine that is busy with other things may need another attempt; a buffer that grew fails them all. */
    private static void requireFresh(LiveFeed feed, LiveLoop loop, Runnable stall) {
        long boundNs = 2 * Math.max(loop.source().framePeriodNs(), 1);
        long ageNs = Long.MAX_VALUE;
        for (int attempt = 0; attempt < (feed.isReal() ? ATTEMPTS : 1) && ageNs >= boundNs; attempt++) {
            stall.run();
            Frame frame = loop.lease();
            ageNs = feed.nowNs() - feed.madeNs(frame);
            frame.release();
            boundNs = 2 * loop.source().framePeriodNs();
        }
        assertThat(ageNs).as("age of the first frame after the stall, ns").isLessThan(boundNs);
    }

    @TestFactory
    Stream<DynamicTest> shouldCountWhatBefallsTheCamera() {
        return mishaps().stream().map(m -> DynamicTest.dynamicTest(m.name(), () -> requireCounted(m)));
    }

    private void requireCounted(Mishap mishap) throws Exception {
        try (LiveFeed feed = feed(mishap);
                LiveLoop loop = loop(feed)) {
            loop.frames(3);
            FrameFormat format = loop.source().format();
            Map<Mishap, Long> before = counts(loop);
            feed.cause(mishap);
            loop.until(
                    mishap + " counted",
                    () -> mishap == Mishap.RESIZE
                            ? !loop.source().format().equals(format)
                            : counts(loop).get(mishap) > before.get(mishap));
            Map<Mishap, Long> after = counts(loop);
            if (EXCLUSIVE.contains(mishap)) {
                // On a busy machine a picture may come late as well.
                EXCLUSIVE.stream()
                        .filter(other -> other != mishap && !(feed.isReal() && other == Mishap.LATE))
                        .forEach(other -> assertThat(after.get(other))
                                .as("%s on %s", other, mishap)
                                .isEqualTo(before.get(other)));
            }
            // It goes on: numbers and capture times, too.
            Frame one = loop.lease();
            long sequence = one.sequence();
            long captureNs = one.captureNs();
            one.release();
            Frame two = loop.lease();
            assertThat(two.sequence()).isGreaterThan(sequence);
            assertThat(two.captureNs()).isGreaterThan(captureNs);
            if (mishap == Mishap.RESIZE) {
                assertThat(two.format()).isEqualTo(loop.source().format()).isNotEqualTo(format);
            }
            two.release();
        }
    }

    private static Map<Mishap, Long> counts(LiveLoop loop) {
        FrameSource source = loop.source();
        CameraAgent agent = loop.agent();
        Map<Mishap, Long> counts = new EnumMap<>(Mishap.class);
        counts.put(Mishap.GAP, source.gaps());
        counts.put(Mishap.TORN, source.torn());
        counts.put(Mishap.RESET, agent.resets());
        counts.put(Mishap.REPEAT, agent.duplicates());
        counts.put(Mishap.LATE, agent.late());
        counts.put(Mishap.LOSS, source.reconnects());
        return counts;
    }

    @Test
    void shouldEndWhenClosedFromAnotherThread() throws Exception {
        try (LiveFeed feed = feed(null);
                LiveLoop loop = loop(feed)) {
            loop.frames(2);
            feed.fallSilent();
            CountDownLatch inside = new CountDownLatch(1);
            AtomicInteger last = new AtomicInteger();
            Thread camera = new Thread(() -> {
                int status = FrameSource.NOT_READY;
                while (status >= 0) {
                    inside.countDown();
                    status = capture(feed, loop);
                }
                last.set(status);
            });
            camera.start();
            assertThat(inside.await(20, TimeUnit.SECONDS)).isTrue();
            loop.source().close();
            loop.source().close();
            camera.join(20_000);
            assertThat(camera.isAlive()).as("camera thread").isFalse();
            assertThat(last.get()).isEqualTo(FrameSource.END);
            assertThat(capture(feed, loop)).isEqualTo(FrameSource.END);
            assertThat(loop.source().fault()).isNull();
        }
    }

    private static int capture(LiveFeed feed, LiveLoop loop) {
        FrameSlot slot = loop.ring().acquire();
        slot.prepare(loop.source().format());
        int status = loop.source().capture(slot, feed.nowNs());
        loop.ring().abandon(slot);
        return status;
    }

    @Test
    void shouldNeitherAllocateNorLeakInALongRun() throws Exception {
        int round = Math.max(1, manyFrames() / ROUNDS);
        try (LiveFeed feed = fastFeed();
                LiveLoop loop = loop(feed)) {
            loop.frames(2L * round);
            fillHeap();
            long heap = Runtime.getRuntime().totalMemory();
            long bytes = Pointer.physicalBytes();
            long least = Long.MAX_VALUE;
            for (int i = 2; i < ROUNDS; i++) {
                // The JIT compiler's own one-off allocations fall into some rounds; an allocation per frame into all.
                long before = loop.allocatedBytes();
                loop.frames(round);
                least = Math.min(least, loop.allocatedBytes() - before);
            }
            assertThat(least).as("heap bytes per %d frames", round).isLessThanOrEqualTo(round * heapBytesPerFrame());
            long heapGrowth = Runtime.getRuntime().totalMemory() - heap;
            assertThat(Pointer.physicalBytes() - bytes - heapGrowth)
                    .as("growth over %d frames", (ROUNDS - 2) * round)
                    .isLessThan(LEAK_BOUND);
        }
    }

    /** Touches the Java heap's pages, so that garbage of the test does not look like native memory. */
    private static void fillHeap() {
        long bytes = 0;
        while (bytes < 2 * Runtime.getRuntime().totalMemory()) {
            bytes += new byte[1 << 19].length;
        }
    }

    @Test
    void shouldRefuseABadOptionInOneLine() throws Exception {
        try (LiveFeed feed = feed(null)) {
            assertThatThrownBy(() -> feed.open(badOption()).close())
                    .isInstanceOfSatisfying(
                            SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.USAGE))
                    .message()
                    .contains(badOption().substring(0, badOption().indexOf('=')))
                    .doesNotContain("\n");
        }
    }

    @Test
    void shouldTellNobodyTheLogin() throws Exception {
        try (LiveFeed feed = feed(null);
                FrameSource source = feed.openWithLogin("operator:Geheim7@")) {
            assumeTrue(source != null, "this kind knows no log-in");
            assertThat(source.uri() + source + source.fault()).doesNotContain("operator", "Geheim7");
        }
    }
}
