package dev.saccade.camera.stream;

import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * How long FFmpeg may block on a stream's thread. FFmpeg asks at least every 100 ms while it waits for the network. The
 * stream's thread sets the bound, any thread may abort.
 */
final class ReadBound {
    /**
     * One function for all streams, which finds its stream by the thread that it is called on: a function of JavaCPP for
     * each stream would run out of them, and an argument would be a new object at each call.
     */
    static final AVIOInterruptCB.Callback_Pointer FUNCTION = new AVIOInterruptCB.Callback_Pointer() {
        @Override
        public int call(Pointer unused) {
            return Thread.currentThread() instanceof StreamThread thread
                            && thread.bound().isOver()
                    ? 1
                    : 0;
        }
    };

    private volatile boolean aborted;
    private long deadlineNs;

    /** From now on a call may last until then. Stream's thread. */
    void until(long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    /** Ends the present call and every later one. Any thread. */
    void abort() {
        aborted = true;
    }

    boolean isAborted() {
        return aborted;
    }

    private boolean isOver() {
        return aborted || System.nanoTime() - deadlineNs > 0;
    }
}
