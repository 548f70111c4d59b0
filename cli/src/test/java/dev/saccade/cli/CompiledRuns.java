package dev.saccade.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A process with a cache and a trust store of its own: compiles and signs a version, runs it, and again after each thing
 * that somebody might have done to it. Prints a line for each run: what was done, the exit code, the refusal.
 */
final class CompiledRuns {
    private final Path work;
    private final Path version;

    private CompiledRuns(Path work) {
        this.work = work;
        version = work.resolve("cache/repository/tiny/versions/1");
    }

    public static void main(String[] args) throws Exception {
        CompiledRuns runs = new CompiledRuns(Path.of(args[0]));
        runs.all();
        // Native pools must not hold the process back.
        Runtime.getRuntime().halt(0);
    }

    private void all() throws Exception {
        String tiny = TinyDetector.write(work.resolve("tiny")).toString();
        String key = work.resolve("release.key").toString();
        done(Ran.saccade("keys", "new", "release", "--out", work.toString()));
        done(Ran.saccade("keys", "trust", work.resolve("release.pub").toString()));
        compile(tiny, key);
        tell("sound", "tiny@1");
        damaged("engine", engine());
        damaged("retrained", version.resolve("package/model.onnx"));
        Path yaml = version.resolve("package/model.yaml");
        String text = Files.readString(yaml);
        Files.writeString(yaml, text + "# edited\n");
        tell("described", "tiny@1");
        Files.writeString(yaml, text);
        compile("tiny@1", key, "--again");
        done(Ran.saccade("models", "promote", "tiny@2"));
        Files.writeString(work.resolve("cache/repository/tiny/aliases/production"), "1\n");
        tell("replayed", "tiny");
    }

    private static void compile(String what, String key, String... more) {
        List<String> line = new ArrayList<>(
                List.of("compile", what, "--device", "cpu", "--sign", key, "--gate-frames", "2", "--gate-source"));
        line.add("synthetic:?size=64x48");
        line.addAll(List.of(more));
        done(Ran.saccade(line.toArray(String[]::new)));
    }

    private static void done(Ran ran) {
        if (ran.code() != 0) {
            throw new IllegalStateException(ran.err());
        }
    }

    private Path engine() throws Exception {
        try (var files = Files.walk(version.resolve("engines"))) {
            return files.filter(p -> p.endsWith("engine.plan")).findFirst().orElseThrow();
        }
    }

    private void damaged(String what, Path file) throws Exception {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
        tell(what, "tiny@1");
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }

    private void tell(String what, String model) {
        String report = work.resolve(what + ".json").toString();
        Ran ran = Ran.saccade(
                "run",
                "--model",
                model,
                "--source",
                "synthetic:?size=64x48&pace=max",
                "--frames",
                "3",
                "--report",
                report);
        System.out.println(what + "\t" + ran.code() + "\t" + ran.refusal());
    }
}
