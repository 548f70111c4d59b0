package dev.saccade.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard error with one live line at its foot. On a terminal the line is redrawn in place and makes way for whatever
 * else is printed; elsewhere it is printed as an ordinary line, seldom.
 */
final class Terminal {
    private static final String CLEAR = "\r\u001b[K";
    private static final long PLAIN_INTERVAL_NS = 5_000_000_000L;

    private final PrintStream err = System.err;
    private final PrintStream out = System.out;
    private final boolean live = isTerminal(2);
    private String shown = "";
    private long plainNs;
    private boolean plainShown;

    /** Makes the program's other output step over the live line. */
    void install() {
        if (live) {
            System.setErr(new PrintStream(new SteppingStream(err), true, StandardCharsets.UTF_8));
            if (isTerminal(1)) {
                System.setOut(new PrintStream(new SteppingStream(out), true, StandardCharsets.UTF_8));
            }
        }
    }

    /** Puts the streams back and ends the live line. */
    synchronized void uninstall() {
        if (live) {
            err.print(CLEAR);
            err.flush();
            System.setErr(err);
            System.setOut(out);
            shown = "";
        }
    }

    synchronized void status(String text, long nowNs) {
        if (live) {
            err.print(CLEAR + text);
            err.flush();
            shown = text;
        } else if (!plainShown || nowNs - plainNs >= PLAIN_INTERVAL_NS) {
            err.println(text);
            plainShown = true;
            plainNs = nowNs;
        }
    }

    /** Takes the live line away. */
    synchronized void clearStatus() {
        if (live && !shown.isEmpty()) {
            err.print(CLEAR);
            err.flush();
            shown = "";
        }
    }

    static boolean isTerminal(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor))
                    .toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            return false;
        }
    }

    private final class SteppingStream extends OutputStream {
        private final PrintStream target;
        private boolean lineBegun;

        SteppingStream(PrintStream target) {
            this.target = target;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (Terminal.this) {
                if (!lineBegun && !shown.isEmpty()) {
                    err.print(CLEAR);
                    err.flush();
                }
                target.write(bytes, offset, length);
                lineBegun = length > 0 && bytes[offset + length - 1] != '\n';
                target.flush();
                if (!lineBegun && !shown.isEmpty()) {
                    err.print(shown);
                    err.flush();
                }
            }
        }
    }
}
