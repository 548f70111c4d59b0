package dev.saccade.worker;

import dev.saccade.posix.WorkerProcess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * Words that a worker and its parent send one another over their socket, with descriptors: an int that names the word,
 * then its fields. One thread; owns its buffers. A word that is shorter than what is read of it gives zeros.
 */
final class Word implements AutoCloseable {
    /** Worker: ready, and what its results look like. */
    static final int HELLO = 0x53575201;
    /** Worker: the model cannot be loaded, and why. */
    static final int REFUSED = 0x53575202;
    /** Parent: the block, the worker's wake-up and the parent's. */
    static final int WELCOME = 0x53575203;
    /** Parent: a file that frames lie in. */
    static final int REGION = 0x53575204;
    /** Parent: end. */
    static final int BYE = 0x53575205;

    private static final int MOST_BYTES = 8192;
    private static final int MOST_FDS = 3;

    private final BytePointer memory = new BytePointer(MOST_BYTES);
    private final IntPointer fds = new IntPointer(MOST_FDS);
    private final ByteBuffer bytes = memory.asByteBuffer().order(ByteOrder.nativeOrder());
    private int fdCount;

    /** Begins a word to be sent. */
    Word begin(int word) {
        bytes.clear();
        bytes.putInt(word);
        fdCount = 0;
        return this;
    }

    Word put(int value) {
        bytes.putInt(value);
        return this;
    }

    Word put(long value) {
        bytes.putLong(value);
        return this;
    }

    /** At most a thousand characters. */
    Word put(String text) {
        byte[] encoded = (text.length() > 1000 ? text.substring(0, 1000) : text).getBytes(StandardCharsets.UTF_8);
        bytes.putInt(encoded.length);
        bytes.put(encoded);
        return this;
    }

    Word descriptor(int fd) {
        fds.put(fdCount++, fd);
        return this;
    }

    /** Whether the other end could take it; never waits. */
    boolean send(int socket) {
        return WorkerProcess.say(socket, memory.address(), bytes.position(), fds.address(), fdCount) == 0;
    }

    /** Takes the next word; its bytes, 0: the other end is gone, less: none is there. */
    int receive(int socket) {
        int n = WorkerProcess.hear(socket, memory.address(), MOST_BYTES, fds.address(), MOST_FDS);
        bytes.clear();
        bytes.limit(Math.max(0, n));
        return n;
    }

    int number() {
        return bytes.remaining() >= Integer.BYTES ? bytes.getInt() : 0;
    }

    long longNumber() {
        return bytes.remaining() >= Long.BYTES ? bytes.getLong() : 0;
    }

    String text() {
        int length = Math.max(0, Math.min(number(), bytes.remaining()));
        byte[] encoded = new byte[length];
        bytes.get(encoded);
        return WorkerLog.oneLine(new String(encoded, StandardCharsets.UTF_8));
    }

    /** A descriptor that came with it, the receiver's to close; -1: there is none. */
    int received(int i) {
        return fds.get(i);
    }

    @Override
    public void close() {
        memory.close();
        fds.close();
    }
}
