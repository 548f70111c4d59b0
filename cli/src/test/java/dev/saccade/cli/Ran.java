package dev.saccade.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** One run of the program in this process: its exit code and what it printed on standard error. */
record Ran(int code, String err) {
    static synchronized Ran saccade(String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            System.setErr(err);
            int code = Main.execute(arguments);
            err.flush();
            return new Ran(code, bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(before);
        }
    }

    /** The one line of a refusal. */
    String refusal() {
        return err.lines().filter(l -> l.startsWith("saccade: ")).reduce("", (a, b) -> a.isEmpty() ? b : a + "\n" + b);
    }
}
