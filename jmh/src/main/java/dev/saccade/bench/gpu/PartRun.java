package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs one part as a process of its own, so that nothing it does reaches the plan. */
final class PartRun {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int GRACE_S = 5;

    private PartRun() {}

    /**
     * Runs it to its end or to its limit; then it and all that it started are ended.
     *
     * @param out where {@code part-NAME.log} and what it measured are left
     * @param limitS seconds
     */
    static PartResult of(Part part, Path out, long limitS) throws IOException, InterruptedException {
        Path log = out.resolve("part-" + part.name() + ".log");
        Path json = out.resolve("part-" + part.name() + ".results.json");
        Files.deleteIfExists(json);
        long beganNs = System.nanoTime();
        Process process;
        try {
            process = new ProcessBuilder(part.command(json))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException e) {
            return new PartResult(
                    part.name(), part.question(), PartResult.Status.FAILED, oneLine(e.getMessage()), 0, null);
        }
        String reason;
        try {
            process.getOutputStream().close();
            boolean ended = process.waitFor(limitS, TimeUnit.SECONDS);
            reason = !ended
                    ? "not done after " + limitS + " s"
                    : process.exitValue() == 0 ? "" : ending(process.exitValue()) + ": " + lastLine(log);
        } finally {
            end(process);
        }
        double seconds = (System.nanoTime() - beganNs) / 1e9;
        JsonNode results = null;
        try {
            results = Files.exists(json) ? JSON.readTree(json.toFile()) : null;
        } catch (IOException e) {
            reason = reason.isEmpty() ? "its results are no JSON: " + oneLine(e.getMessage()) : reason;
        }
        Files.deleteIfExists(json);
        if (reason.isEmpty() && part.isJson() && results == null) {
            reason = "it ended without results: " + lastLine(log);
        }
        PartResult.Status status = reason.isEmpty() ? PartResult.Status.PASSED : PartResult.Status.FAILED;
        return new PartResult(part.name(), part.question(), status, reason, seconds, results);
    }

    private static void end(Process process) throws InterruptedException {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(GRACE_S, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            // A process in the driver's hands may not end at once; the plan goes on without it.
            process.waitFor(GRACE_S, TimeUnit.SECONDS);
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }

    /** A shell's 128 + N is the signal N. */
    private static String ending(int exit) {
        return exit > 128 ? "ended by signal " + (exit - 128) : "ended with " + exit;
    }

    private static String lastLine(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), java.nio.charset.StandardCharsets.UTF_8)
                .lines()
                .filter(l -> !l.isBlank())
                .toList();
        return lines.isEmpty() ? "it printed nothing" : oneLine(lines.get(lines.size() - 1));
    }

    private static String oneLine(String text) {
        return text.lines().findFirst().orElse("").strip();
    }
}
