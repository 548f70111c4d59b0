package dev.saccade.models.pull;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** Runs a package client: no standard input, output to a file, a time limit, and one line of reason when it fails. */
final class ClientProcess {
    private static final long POLL_MS = 100;
    private static final Pattern ERROR = Pattern.compile("(E:|Err:|npm (error|ERR!)) .*");
    private static final Pattern ADVICE =
            Pattern.compile("npm (error|ERR!) (code|errno|syscall|type|A complete log|If you are).*");

    /** Hears that a client still runs. */
    @FunctionalInterface
    interface Tick {
        void running();
    }

    private final Map<String, String> environment;

    ClientProcess(Map<String, String> environment) {
        this.environment = environment;
    }

    /** Looks a program up as a shell would. */
    Optional<Path> find(String program) {
        return Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /** Runs a program to its end in a directory. */
    void run(Path directory, Duration limit, Tick tick, List<String> command) throws Refusal, IOException {
        Path program =
                find(command.get(0)).orElseThrow(() -> new Refusal(command.get(0) + " is not installed (not on PATH)"));
        List<String> resolved = new ArrayList<>(command);
        resolved.set(0, program.toString());
        Path log = Files.createTempFile(directory, "client-", ".log");
        ProcessBuilder builder = new ProcessBuilder(resolved)
                .directory(directory.toFile())
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C");
        Process process = builder.start();
        try {
            long endNs = System.nanoTime() + limit.toNanos();
            while (!process.waitFor(POLL_MS, TimeUnit.MILLISECONDS)) {
                tick.running();
                if (endNs - System.nanoTime() < 0) {
                    throw new Refusal(
                            command.get(0) + " was still running after " + limit.toSeconds() + " s and was stopped");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", e);
        } finally {
            stop(process);
        }
        if (process.exitValue() != 0) {
            throw new Refusal(command.get(0) + " failed with status " + process.exitValue() + ": " + summary(log));
        }
        Files.delete(log);
    }

    private static void stop(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /** The line that says most: npm and apt mark their errors. */
    private static String summary(Path log) throws IOException {
        List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        String said = lines.stream()
                .filter(line ->
                        ERROR.matcher(line).matches() && !ADVICE.matcher(line).matches())
                .findFirst()
                .orElse(lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1));
        return said.length() > 200 ? said.substring(0, 200) + "..." : said;
    }
}
