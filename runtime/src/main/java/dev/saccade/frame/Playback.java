package dev.saccade.frame;

/**
 * When the frames of a file or scene are due. The first capture defines media time zero; from then on each frame is due
 * at its own media time, and a consumer that falls behind gets every frame with the time at which it was due. With
 * {@code pace=max} every frame is due at once, and its capture time is the time at which it was delivered. Camera
 * thread.
 */
public final class Playback {
    private final boolean lossless;
    private boolean started;
    private long originNs;
    private long latestNs;

    /** @param lossless whether every frame is due at once */
    public Playback(boolean lossless) {
        this.lossless = lossless;
    }

    /** @return whether every frame is due at once */
    public boolean isLossless() {
        return lossless;
    }

    /**
     * Whether a frame is due.
     *
     * @param mediaNs the frame's time since the first frame
     * @param nowNs time of this cycle
     * @return whether it may be delivered
     */
    public boolean isDue(long mediaNs, long nowNs) {
        if (!started) {
            started = true;
            originNs = nowNs - mediaNs;
        }
        latestNs = nowNs;
        return lossless || originNs + mediaNs - nowNs <= 0;
    }

    /**
     * The capture time of a frame for which {@link #isDue} said yes.
     *
     * @param mediaNs the frame's time since the first frame
     * @return monotonic ns
     */
    public long captureNs(long mediaNs) {
        return lossless ? latestNs : originNs + mediaNs;
    }

    /**
     * When a frame is due.
     *
     * @param mediaNs the frame's time since the first frame
     * @return monotonic ns; a past time when it is due at once
     */
    public long dueNs(long mediaNs) {
        return lossless || !started ? latestNs : originNs + mediaNs;
    }

    /** @return a time in the past: come again at once */
    public long atOnceNs() {
        return latestNs;
    }
}
