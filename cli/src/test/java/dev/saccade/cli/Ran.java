package dev.saccade.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** One run of the program in this process: its exit code, and what it printed on standard error and output. */
record Ran(int code, String err, String out) {
    static synchronized Ran saccade(String... arguments) {
        PrintStream errBefore = System.err;
        PrintStream outBefore = System.out;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (PrintStream err = new PrintStream(errors, true, StandardCharsets.UTF_8);
                PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
            System.setErr(err);
            System.setOut(out);
            int code = Main.execute(arguments);
            err.flush();
            out.flush();
            return new Ran(code, errors.toString(StandardCharsets.UTF_8), printed.toString(StandardCharsets.UTF_8));
        } finally {
            System.setErr(errBefore);
            System.setOut(outBefore);
        }
    }

    /** The one line of a refusal. */
    String refusal() {
        return err.lines().filter(l -> l.startsWith("saccade: ")).reduce("", (a, b) -> a.isEmpty() ? b : a + "\n" + b);
    }
}
