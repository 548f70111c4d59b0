package dev.saccade.models.gate;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameMemory;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.time.MonotonicClock;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** A bounded number of frames of a source, every one in order. One thread; owns the source. */
public final class FrameSupply implements AutoCloseable {
    private static final long POLL_NS = 1_000_000;
    private static final long SILENCE_NS = 10_000_000_000L;
    /** Room for the frames that a trial keeps, the one at hand and the newest. */
    private static final int SLOTS = 16;

    private final FrameSource source;
    private final FrameRing ring;
    private final int most;
    private final MonotonicClock clock;
    private final Set<String> without;
    private int given;

    /**
     * Makes a supply.
     *
     * @param source taken over
     * @param memory where frames lie
     * @param most frames that are given out
     * @param clock of the source
     */
    public FrameSupply(FrameSource source, FrameMemory memory, int most, MonotonicClock clock) {
        this(source, memory, most, clock, Set.of());
    }

    /**
     * Makes a supply that leaves pictures out.
     *
     * @param source taken over
     * @param memory where frames lie
     * @param most frames that are given out
     * @param clock of the source
     * @param without SHA-256 of pictures that are passed over, hex
     */
    public FrameSupply(FrameSource source, FrameMemory memory, int most, MonotonicClock clock, Set<String> without) {
        this.source = source;
        this.without = Set.copyOf(without);
        this.most = most;
        this.clock = clock;
        ring = new FrameRing(SLOTS, memory);
    }

    /** @return the source's URI */
    public String uri() {
        return source.uri();
    }

    /**
     * The next frame.
     *
     * @return leased, to be released by the caller before the supply is closed; null at the end
     * @throws SourceException when the source fails, or is silent for ten seconds
     */
    public Frame next() throws SourceException {
        if (given == most) {
            return null;
        }
        FrameSlot slot = ring.acquire();
        long sinceNs = clock.nanoTime();
        while (true) {
            slot.prepare(source.format());
            int status = source.capture(slot, clock.nanoTime());
            switch (status) {
                case FrameSource.CAPTURED -> {
                    ring.publish(slot);
                    Frame frame = ring.leaseNewest(-1);
                    if (without.isEmpty() || !without.contains(FrameDigest.of(frame))) {
                        given++;
                        return frame;
                    }
                    frame.release();
                    slot = ring.acquire();
                    sinceNs = clock.nanoTime();
                }
                case FrameSource.NOT_READY -> LockSupport.parkNanos(POLL_NS);
                default -> {
                    ring.abandon(slot);
                    if (status == FrameSource.END) {
                        return null;
                    }
                    throw new SourceException(SourceException.Kind.BAD_INPUT, source.fault());
                }
            }
            if (clock.nanoTime() - sinceNs > SILENCE_NS) {
                ring.abandon(slot);
                throw new SourceException(
                        SourceException.Kind.NO_DEVICE,
                        "source " + uri() + ": no frame for 10 s; check that it still sends");
            }
        }
    }

    /** Closes the source and frees the frames, none of which may be leased. Idempotent. */
    @Override
    public void close() {
        source.close();
        ring.close();
    }
}
