package dev.saccade.frame;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;

/** A camera in a test's hands: what it shoots and what befalls it, in virtual time or in real time. */
public abstract class LiveFeed implements AutoCloseable {
    /**
     * Opens a source on the camera.
     *
     * @param options such as {@code stall=500}, or empty
     * @return the source, owned by the caller
     * @throws SourceException when it cannot be opened
     */
    public abstract FrameSource open(String options) throws SourceException;

    /**
     * Opens a source that tells the camera a name and a password.
     *
     * @param login such as {@code name:word@}
     * @return the source; null when cameras of this kind know no log-in
     * @throws SourceException when it cannot be opened
     */
    public FrameSource openWithLogin(String login) throws SourceException {
        return null;
    }

    /** @return whether time is the machine's and the camera shoots by itself */
    public abstract boolean isReal();

    /** @return present time, ns */
    public abstract long nowNs();

    /** Lets a frame period pass, in which the camera shoots one picture. In real time nothing is to be done. */
    public abstract void tick();

    /**
     * Lets a mishap happen, now or within the next second.
     *
     * @param mishap of those that the feed was made for
     */
    public abstract void cause(Mishap mishap);

    /** From now on no picture comes, and a source waits for one as long as it ever does. */
    public abstract void fallSilent();

    /**
     * When a picture was made, as far as the feed can tell.
     *
     * @param frame leased
     * @return ns, of the clock of {@link #nowNs}
     */
    public long madeNs(Frame frame) {
        return frame.captureNs();
    }

    @Override
    public void close() throws IOException {}

    /** Time that a test moves. */
    public abstract static class Virtual extends LiveFeed {
        private long nowNs = 7_000_000_000L;

        @Override
        public final boolean isReal() {
            return false;
        }

        @Override
        public final long nowNs() {
            return nowNs;
        }

        /**
         * Moves time.
         *
         * @param byNs how far
         */
        protected final void advance(long byNs) {
            nowNs += byNs;
        }
    }

    /** The machine's time. */
    public abstract static class Real extends LiveFeed {
        private static final long STEP_NS = 200_000;

        @Override
        public final boolean isReal() {
            return true;
        }

        @Override
        public final long nowNs() {
            return System.nanoTime();
        }

        @Override
        public void tick() {}

        /**
         * Waits until a time.
         *
         * @param ns as of {@link System#nanoTime}
         */
        static void awaitTime(long ns) {
            while (System.nanoTime() - ns < 0) {
                LockSupport.parkNanos(Math.max(STEP_NS, ns - System.nanoTime()));
            }
        }
    }
}
