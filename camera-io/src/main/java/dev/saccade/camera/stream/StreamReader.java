package dev.saccade.camera.stream;

import dev.saccade.frame.Signal;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.time.MonotonicClock;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avutil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a stream's thread does: connect, read, decode every picture, keep the newest; connect again, after a pause that
 * grows, when the sender ends, breaks or falls silent, until it is closed. A first connection that yields no picture is
 * a refusal. Counters may be read from any thread.
 */
final class StreamReader implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamReader.class);

    /** How long connecting, and the first picture, may take. */
    static final long OPEN_NS = 10_000_000_000L;
    /** Packets that yield no picture for this many stall bounds, and at least OPEN_NS / 2, count as silence. */
    private static final int BLIND_STALLS = 2;

    /** Makes a connection, on the stream's thread. */
    @FunctionalInterface
    interface Opener {
        PacketInput open(long deadlineNs) throws StreamFailure;
    }

    private final StreamUri uri;
    private final Opener opener;
    private final ReadBound bound;
    private final MonotonicClock clock;
    private final BackOff backOff = new BackOff();
    private final MediaClock mediaClock = new MediaClock();
    private final ArrivalPeriod arrivalPeriod = new ArrivalPeriod();
    private final SenderClock senderClock = new SenderClock();
    private final LatestValue<DecodedPicture> pictures = new LatestValue<>(DecodedPicture::new);
    private final Signal published = new Signal();
    private final CountDownLatch decided = new CountDownLatch(1);
    private volatile StreamFailure refusal;
    private volatile boolean closing;
    private volatile Thread thread;
    private volatile long periodNs;
    private volatile long torn;
    private volatile long resets;
    private volatile long reconnects;
    private volatile long silences;
    private volatile StampClass stamp = StampClass.ARRIVAL;
    private long statedPeriodNs;
    private long delivered;
    private long silenceCount;
    private long reconnectCount;
    private long tornBefore;
    private boolean freshConnection;
    private long latestPictureNs;

    StreamReader(StreamUri uri, Opener opener, ReadBound bound, MonotonicClock clock) {
        this.uri = uri;
        this.opener = opener;
        this.bound = bound;
        this.clock = clock;
    }

    /** Pictures for the camera thread, which alone polls. */
    LatestValue<DecodedPicture> pictures() {
        return pictures;
    }

    /** Raised after each picture. */
    Signal published() {
        return published;
    }

    /** As the sender states it, or as pictures arrive; 0 while unknown. */
    long framePeriodNs() {
        return periodNs;
    }

    long torn() {
        return torn;
    }

    long resets() {
        return resets;
    }

    long reconnects() {
        return reconnects;
    }

    /** How often the connection was given up for silence. */
    long silences() {
        return silences;
    }

    /** Where the latest picture's capture time comes from. */
    StampClass stamp() {
        return stamp;
    }

    /** Waits for the first picture. Any thread. */
    void awaitFirst() throws SourceException {
        StreamFailure late = new StreamFailure(
                SourceException.Kind.NO_DEVICE,
                "no picture came in " + TimeUnit.NANOSECONDS.toSeconds(OPEN_NS)
                        + " s; check that the sender sends video and its address");
        try {
            if (!decided.await(2 * OPEN_NS, TimeUnit.NANOSECONDS)) {
                refusal = late;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            refusal = late;
        }
        StreamFailure failure = refusal;
        if (failure != null) {
            throw failure.toSourceException(uri);
        }
    }

    /** Ends the thread soon. Any thread. */
    void abort() {
        closing = true;
        bound.abort();
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!closing) {
            try {
                serve();
            } catch (StreamFailure e) {
                refuse(e);
            }
            backOff.lost(clock.nanoTime());
            for (long waitNs = pauseNs(); waitNs > 0; waitNs = pauseNs()) {
                LockSupport.parkNanos(waitNs);
            }
        }
        decided.countDown();
    }

    private long pauseNs() {
        return closing ? 0 : backOff.remainingNs(clock.nanoTime());
    }

    /** The first connection's failure is for whoever opened the source; later ones are tried again. */
    private void refuse(StreamFailure failure) {
        if (delivered == 0) {
            refusal = failure;
            closing = true;
        }
    }

    private void serve() throws StreamFailure {
        long nowNs = clock.nanoTime();
        try (PacketInput connected = opener.open(nowNs + OPEN_NS);
                PictureDecoder decoder = new PictureDecoder(connected, uri.hardware())) {
            if (uri.hardware() && !decoder.onHardware() && delivered == 0) {
                LOG.warn("source {}: no device decodes here (CUDA, VA-API); the processor does", uri.shown());
            }
            statedPeriodNs = connected.periodNs();
            arrivalPeriod.restart();
            periodNs = statedPeriodNs > 0 ? statedPeriodNs : arrivalPeriod.ns();
            mediaClock.restart();
            freshConnection = true;
            latestPictureNs = clock.nanoTime();
            try {
                pump(connected, decoder);
            } finally {
                tornBefore += connected.torn() + decoder.torn();
            }
        }
    }

    private void pump(PacketInput connected, PictureDecoder decoder) throws StreamFailure {
        long blindNs = Math.max(OPEN_NS / 2, BLIND_STALLS * uri.stallNs());
        while (!closing) {
            int status = connected.read();
            if (status == PacketInput.PACKET) {
                decoder.send(connected.packet());
                deliver(connected, decoder);
            }
            torn = tornBefore + connected.torn() + decoder.torn();
            boolean silent = status == PacketInput.STALLED || clock.nanoTime() - latestPictureNs > blindNs;
            if (silent) {
                silences = ++silenceCount;
            }
            if (silent || status == PacketInput.ENDED) {
                if (delivered == 0 && !closing) {
                    throw new StreamFailure(
                            SourceException.Kind.BAD_INPUT,
                            "the sender answers but no picture could be decoded (" + torn
                                    + " damaged); check what it sends");
                }
                return;
            }
        }
    }

    private void deliver(PacketInput connected, PictureDecoder decoder) {
        DecodedPicture next = pictures.writable();
        while (decoder.receive(next.frame)) {
            describe(next, connected);
            next.sequence = delivered + torn;
            next.ordinal = delivered++;
            if (freshConnection) {
                // Counted before the picture can be seen.
                freshConnection = false;
                backOff.served();
                if (delivered > 1) {
                    reconnects = ++reconnectCount;
                }
            }
            pictures.publish();
            published.raise();
            latestPictureNs = connected.arrivalNs();
            decided.countDown();
            next = pictures.writable();
        }
    }

    private void describe(DecodedPicture picture, PacketInput connected) {
        AVFrame frame = picture.frame;
        long stampNs = frame.pts();
        long mediaNs = stampNs == avutil.AV_NOPTS_VALUE ? MediaClock.UNKNOWN : stampNs;
        long arrivalNs = connected.arrivalNs();
        picture.captureNs = mediaClock.captureNs(mediaNs, arrivalNs);
        picture.stamp = StampClass.ARRIVAL;
        arrivalPeriod.arrived(arrivalNs);
        if (statedPeriodNs == 0) {
            periodNs = arrivalPeriod.ns();
        }
        resets = mediaClock.resets();
        if (uri.senderClock() && mediaNs != MediaClock.UNKNOWN && connected.senderNs() != MediaClock.UNKNOWN) {
            // A decoder may give out another picture than the one that it was just fed.
            long senderNs = connected.senderNs() + mediaNs - connected.mediaNs();
            long captureNs = senderClock.captureNs(senderNs, arrivalNs);
            if (captureNs != MediaClock.UNKNOWN) {
                picture.captureNs = captureNs;
                picture.stamp = StampClass.RTCP;
            }
        }
        stamp = picture.stamp;
    }
}
