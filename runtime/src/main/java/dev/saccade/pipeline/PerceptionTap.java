package dev.saccade.pipeline;

import dev.saccade.frame.Frame;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Hands every perception to one reader beside the control loop (a file, a picture, a page) through a bounded ring.
 * When it is full a perception is dropped and counted, unless the tap is lossless: then the perception thread takes no
 * new frame until there is room. Offering allocates nothing.
 */
public final class PerceptionTap implements AutoCloseable {
    /** Receives a tapped perception. */
    @FunctionalInterface
    public interface Reader {
        /**
         * Reads one entry.
         *
         * @param perception valid during the call
         * @param frame its frame, valid during the call, or null when the tap keeps none
         */
        void read(Perception perception, Frame frame);
    }

    private final Perception[] perceptions;
    private final Frame[] frames;
    private final boolean keepFrames;
    private final boolean lossless;
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong read = new AtomicLong();
    private final AtomicLong dropped = new AtomicLong();

    /**
     * Makes a tap.
     *
     * @param perceiver whose perceptions are tapped
     * @param capacity entries; each one that keeps its frame holds a ring slot
     * @param keepFrames whether the frame stays leased until it is read
     * @param lossless whether to hold perception back rather than drop
     */
    public PerceptionTap(Perceiver perceiver, int capacity, boolean keepFrames, boolean lossless) {
        perceptions = new Perception[capacity];
        for (int i = 0; i < capacity; i++) {
            perceptions[i] = perceiver.newPerception();
        }
        frames = new Frame[capacity];
        this.keepFrames = keepFrames;
        this.lossless = lossless;
    }

    /** @return entries that the tap can hold */
    public int capacity() {
        return perceptions.length;
    }

    /** @return whether entries keep their frame leased */
    public boolean keepsFrames() {
        return keepFrames;
    }

    /** @return whether the perception thread must wait before it takes another frame */
    public boolean mustWait() {
        return lossless && written.get() - read.get() == perceptions.length;
    }

    /**
     * Copies a perception in; perception thread.
     *
     * @param perception just published
     * @param frame its frame, leased by the caller
     */
    public void offer(Perception perception, Frame frame) {
        long at = written.get();
        if (at - read.get() == perceptions.length) {
            dropped.lazySet(dropped.get() + 1);
            return;
        }
        int i = (int) (at % perceptions.length);
        perception.copyTo(perceptions[i]);
        if (keepFrames) {
            frame.retain();
            frames[i] = frame;
        }
        written.set(at + 1);
    }

    /**
     * Reads one entry; reader thread.
     *
     * @param reader called at most once
     * @return whether there was one
     */
    public boolean poll(Reader reader) {
        long at = read.get();
        if (at == written.get()) {
            return false;
        }
        int i = (int) (at % perceptions.length);
        try {
            reader.read(perceptions[i], frames[i]);
        } finally {
            if (frames[i] != null) {
                frames[i].release();
                frames[i] = null;
            }
            read.set(at + 1);
        }
        return true;
    }

    /** @return perceptions that found no room */
    public long dropped() {
        return dropped.get();
    }

    /** Frees the entries; both threads have ended. */
    @Override
    public void close() {
        for (Perception perception : perceptions) {
            perception.close();
        }
    }
}
