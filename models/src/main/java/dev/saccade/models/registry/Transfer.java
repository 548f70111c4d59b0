package dev.saccade.models.registry;

import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/** What a request has moved, and the answer that it waits for. The request's thread and its watcher share it. */
final class Transfer {
    private final AtomicLong moved = new AtomicLong();
    private Closeable answer;
    private boolean ended;

    long moved() {
        return moved.get();
    }

    void set(long bytes) {
        moved.set(bytes);
    }

    void add(long bytes) {
        moved.addAndGet(bytes);
    }

    /** Lets the watcher end the wait for this answer: its stream does not heed an interrupt. */
    synchronized <T extends Closeable> T hold(T stream) throws IOException {
        answer = stream;
        if (ended) {
            stream.close();
        }
        return stream;
    }

    synchronized void end() throws IOException {
        ended = true;
        if (answer != null) {
            answer.close();
        }
    }
}
