package dev.saccade.bench;

import dev.saccade.pipeline.Latency;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Debian's cyclictest (package rt-tests) as a peer: 1 kHz, SCHED_FIFO 80, memory locked. */
record Cyclictest(String program) {
    private static final Pattern BUCKET = Pattern.compile("^(\\d+)\\s+(\\d+)\\s*$", Pattern.MULTILINE);
    private static final int LONGEST_US = 100_000;

    /** Null when it is not installed, or not permitted. */
    static Cyclictest find() throws IOException, InterruptedException {
        Cyclictest found = new Cyclictest("cyclictest");
        try {
            found.run(1, new Latency());
            return found;
        } catch (IOException e) {
            System.out.println("cyclictest left out: " + e.getMessage());
            return null;
        }
    }

    void run(int seconds, Latency into) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        program, "-q", "-m", "-p80", "-i1000", "-t1", "-D" + seconds, "-h" + LONGEST_US)
                .redirectErrorStream(true)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(10, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new IOException(printed.strip().lines().findFirst().orElse("no output"));
        }
        Matcher bucket = BUCKET.matcher(printed);
        while (bucket.find()) {
            long ns = Long.parseLong(bucket.group(1)) * 1000;
            for (long n = Long.parseLong(bucket.group(2)); n > 0; n--) {
                into.record(ns);
            }
        }
    }
}
