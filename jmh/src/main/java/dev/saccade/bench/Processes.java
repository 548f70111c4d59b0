package dev.saccade.bench;

import dev.saccade.models.pull.Trees;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the program and the reference detector as processes, the way a user would.
 *
 * @param root the checkout, or an unpacked kit
 * @param work a folder of this benchmark's own
 */
public record Processes(Path root, Path work) {
    /**
     * Makes a work folder, which goes with this JVM, however a benchmark ends it.
     *
     * @param name part of its name
     * @return processes that work there
     * @throws IOException when the folder cannot be made
     */
    public static Processes open(String name) throws IOException {
        Path root = Path.of(System.getProperty("saccade.root")).toRealPath();
        Path work = Files.createTempDirectory("saccade-" + name);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(work), "delete " + work));
        return new Processes(root, work);
    }

    private static void delete(Path work) {
        try {
            Trees.delete(work);
        } catch (IOException e) {
            System.err.println(work + " cannot be deleted (" + e + "); delete it by hand");
        }
    }

    /**
     * Runs {@code saccade run}.
     *
     * @param arguments of it
     * @return what it printed
     * @throws IOException when it cannot be started or fails
     * @throws InterruptedException when interrupted while it runs
     */
    public String saccade(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(root.resolve("saccade").toString(), "run"));
        command.addAll(List.of(arguments));
        return execute(command);
    }

    /**
     * Runs the reference detector.
     *
     * @param arguments of it
     * @return what it printed
     * @throws IOException when it cannot be started or fails
     * @throws InterruptedException when interrupted while it runs
     */
    public String reference(String... arguments) throws IOException, InterruptedException {
        Path target = root.resolve("jmh/reference/target");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                target.resolve("saccade-reference.jar")
                        + File.pathSeparator
                        + Files.readString(target.resolve("classpath")).strip(),
                "dev.saccade.reference.ReferenceDetector"));
        command.addAll(List.of(arguments));
        return execute(command);
    }

    /**
     * Prints a file of the work folder, for whoever asks why a run failed: the folder itself goes.
     *
     * @param name of the file
     * @throws IOException when it cannot be read
     */
    public void print(String name) throws IOException {
        System.out.println(Files.readString(work.resolve(name)));
    }

    private String execute(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile(work, "process", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        process.getOutputStream().close();
        if (process.waitFor() != 0) {
            throw new IOException(command.get(0) + " ended with " + process.exitValue() + ": " + Files.readString(log));
        }
        return Files.readString(log);
    }
}
