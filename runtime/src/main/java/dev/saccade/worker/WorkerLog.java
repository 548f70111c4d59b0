package dev.saccade.worker;

import dev.saccade.posix.SharedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.BytePointer;

/** What a worker writes, line by line, to this process's standard error; keeps the latest line. One thread. */
final class WorkerLog implements AutoCloseable {
    private static final int READ_BYTES = 4096;
    private static final int LONGEST = 1000;
    private static final Pattern NOT_PRINTABLE = Pattern.compile("[\\p{Cntrl}\\s]+");

    private final int fd;
    private final String head;
    private final BytePointer memory = new BytePointer(READ_BYTES);
    private final ByteBuffer bytes = memory.asByteBuffer();
    private final StringBuilder line = new StringBuilder();
    private String latest = "";
    private String outOfMemory = "";

    /** @param fd end of a pipe, taken over */
    WorkerLog(int fd, int pid) {
        this.fd = fd;
        head = "worker " + pid + ": ";
    }

    static String oneLine(String text) {
        return NOT_PRINTABLE.matcher(text).replaceAll(" ").strip();
    }

    /** Passes on what is there; false at the end. */
    boolean pump() {
        while (true) {
            int n = SharedFile.read(fd, memory.address(), READ_BYTES);
            if (n <= 0) {
                return n == -SharedFile.EAGAIN;
            }
            byte[] read = new byte[n];
            bytes.get(0, read);
            // Bytes of a character that was cut show as question marks, which a log can bear.
            for (char c : new String(read, StandardCharsets.UTF_8).toCharArray()) {
                if (c == '\n' || line.length() == LONGEST) {
                    end();
                }
                if (c != '\n') {
                    line.append(c);
                }
            }
        }
    }

    private void end() {
        String text = oneLine(line.toString());
        line.setLength(0);
        if (!text.isEmpty()) {
            latest = text;
            if (text.contains("OutOfMemoryError")) {
                outOfMemory = text;
            }
            System.err.println(head + text);
        }
    }

    /** The latest line, with what came after it. */
    String latest() {
        if (line.length() > 0) {
            end();
        }
        return latest;
    }

    /** The latest line that tells of a want of memory; empty: none does. */
    String outOfMemory() {
        latest();
        return outOfMemory;
    }

    @Override
    public void close() {
        SharedFile.close(fd);
        memory.close();
    }
}
