package dev.saccade.worker;

import dev.saccade.posix.SharedFile;
import dev.saccade.posix.WorkerProcess;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * A worker's process: started, waited for, ended, and why it ended in words. The thread that starts it must live as long
 * as it does, because the kernel ends it with that thread; the other methods come from that thread too.
 */
final class Child implements AutoCloseable {
    /** Bits of {@link #waitFor}. */
    static final int WORD = 1;

    private static final int LOG = 2;
    private static final int END = 4;
    private static final int NOTIFIED = 8;
    private static final int WAITED_FOR = 4;

    private final int pid;
    private final int socket;
    private final int process;
    private final int notice;
    private final WorkerLog log;
    private final IntPointer polled = new IntPointer(WAITED_FOR);
    private final IntPointer status = new IntPointer(1);
    private boolean logOpen = true;
    private boolean ended;
    private boolean killed;
    private int code;

    private Child(int pid, int socket, int log, int process, int notice) {
        this.pid = pid;
        this.socket = socket;
        this.process = process;
        this.notice = notice;
        this.log = new WorkerLog(log, pid);
        polled.put(0, socket).put(1, log).put(2, process).put(3, notice);
    }

    /**
     * Starts it.
     *
     * @param notice a wake-up that ends {@link #waitFor}
     */
    static Child start(List<String> command, int notice) throws IOException {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        for (String word : command) {
            strings.writeBytes(word.getBytes(StandardCharsets.UTF_8));
            strings.write(0);
        }
        byte[] block = strings.toByteArray();
        try (BytePointer arguments = new BytePointer(block.length);
                IntPointer fds = new IntPointer(3)) {
            arguments.put(block, 0, block.length);
            int pid = WorkerProcess.spawn(arguments.address(), block.length, fds.address());
            if (pid < 0) {
                throw new IOException("engine's process " + command.get(0) + " cannot be started: errno " + -pid
                        + "; check that it can be run and that processes and memory are left");
            }
            return new Child(pid, fds.get(0), fds.get(1), fds.get(2), notice);
        }
    }

    int pid() {
        return pid;
    }

    int socket() {
        return socket;
    }

    /** The descriptor that tells of its end. */
    int process() {
        return process;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Passes its lines on until a word is there (the result has that bit), it ends, a notice comes (which it takes), or time is up. */
    int waitFor(int timeoutMs) {
        int ready = SharedFile.poll(polled.address(), WAITED_FOR, timeoutMs);
        if (ready > 0 && (ready & NOTIFIED) != 0) {
            SharedFile.clear(notice);
        }
        if ((ready & LOG) != 0 && logOpen) {
            logOpen = log.pump();
            if (!logOpen) {
                // An end that nobody reads on would be ready for ever.
                polled.put(1, -1);
            }
        }
        if ((ready & END) != 0 && !ended && WorkerProcess.reap(pid, status.address()) != 0) {
            ended = true;
            code = status.get();
            log.pump();
        }
        return ready < 0 ? 0 : ready & (WORD | NOTIFIED);
    }

    /** A socket at its end stays ready: it is not waited for any more. */
    void ignoreWords() {
        polled.put(0, -1);
    }

    /** Ends {@link #waitFor}; any thread, until {@link #close}. */
    void call() {
        SharedFile.raise(notice);
    }

    void kill() {
        if (!ended) {
            killed = true;
            WorkerProcess.signal(process, WorkerProcess.SIGKILL);
        }
    }

    /** After it has ended: whether its end or its words name a cause, which a {@link #kill} alone does not. */
    boolean tellsWhy() {
        return !killed || code != -WorkerProcess.SIGKILL || !log.outOfMemory().isEmpty();
    }

    /** How it ended, with its last words. */
    String endInWords() {
        String how;
        if (killed && code == -WorkerProcess.SIGKILL && !log.outOfMemory().isEmpty()) {
            return "ran out of memory: " + log.outOfMemory();
        }
        if (code >= 0) {
            how = "ended with exit code " + code;
        } else {
            String name = WorkerProcess.signalName(-code);
            how = "was ended by " + (name.isEmpty() ? "signal " + -code : name);
        }
        return log.latest().isEmpty() ? how : how + "; its last line: " + log.latest();
    }

    /** After it has ended. */
    @Override
    public void close() {
        log.close();
        SharedFile.close(socket);
        SharedFile.close(process);
        polled.close();
        status.close();
    }
}
