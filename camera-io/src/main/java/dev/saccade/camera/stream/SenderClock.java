package dev.saccade.camera.stream;

import org.bytedeco.ffmpeg.global.avutil;

/**
 * Maps times of the sender's wall clock to our monotonic one, through our own wall clock. Sound only when both wall
 * clocks are disciplined (NTP, PTP) or are the same; a time that lies in our future, or further back than a frame may
 * plausibly be under way, shows that they are not, and is refused. The wall clock is read again every second, so that
 * a correction of it is followed. One thread.
 */
final class SenderClock {
    /** Wall clocks may disagree by this much and no more. */
    static final long AHEAD_NS = 5_000_000L;
    /** The longest that a frame may have been under way. */
    static final long BEHIND_NS = 1_000_000_000L;

    private static final long REREAD_NS = 1_000_000_000L;
    private static final int TRIES = 3;

    private long wallToMonotonicNs;
    private long readNs;
    private boolean known;

    /** The monotonic time of a time of the sender's, or {@link MediaClock#UNKNOWN} when it cannot be right. */
    long captureNs(long senderNs, long arrivalNs) {
        if (senderNs == MediaClock.UNKNOWN) {
            return MediaClock.UNKNOWN;
        }
        if (!known || arrivalNs - readNs > REREAD_NS) {
            read();
        }
        return judged(senderNs + wallToMonotonicNs, arrivalNs);
    }

    /** A mapped time when it is plausible; one slightly ahead counts as the arrival. */
    static long judged(long mappedNs, long arrivalNs) {
        long underWayNs = arrivalNs - mappedNs;
        if (underWayNs < -AHEAD_NS || underWayNs > BEHIND_NS) {
            return MediaClock.UNKNOWN;
        }
        return Math.min(mappedNs, arrivalNs);
    }

    private void read() {
        long narrowest = Long.MAX_VALUE;
        for (int i = 0; i < TRIES; i++) {
            long beforeNs = System.nanoTime();
            long wallNs = avutil.av_gettime() * 1_000;
            long tookNs = System.nanoTime() - beforeNs;
            if (tookNs < narrowest) {
                narrowest = tookNs;
                wallToMonotonicNs = beforeNs + tookNs / 2 - wallNs;
                readNs = beforeNs;
            }
        }
        known = true;
    }
}
