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
    private volatile Runnable action = () -> {};
    private long deadlineNs;

    /** From now on a call may last until then. Stream's thread. */
    void until(long newDeadlineNs) {
        deadlineNs = newDeadlineNs;
    }

    /** What else must be ended by {@link #abort}: a connection that FFmpeg knows nothing of. Stream's thread. */
    void onAbort(Runnable newAction) {
        action = newAction;
        if (aborted) {
            newAction.run();
        }
    }

    /** Ends the present call and every later one. Any thread. */
    void abort() {
        aborted = true;
        action.run();
    }

    boolean isAborted() {
        return aborted;
    }

    private boolean isOver() {
        return aborted || System.nanoTime() - deadlineNs > 0;
    }
}
