package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.bench.Processes;
import dev.saccade.engine.Backend;
import dev.saccade.engine.Engines;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelStore;
import java.nio.file.Path;
import java.util.Locale;

/** The shortest way through everything: the library is found, a small model compiles, the program sees frames with it. */
public final class GpuSmoke {
    private static final String USAGE = "GpuSmoke PACKAGE [--backend tensorrt|cpu] [--json FILE]";
    private static final int FRAMES = 30;

    private GpuSmoke() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception when a step fails
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args, USAGE);
        if (options.words().size() != 1) {
            System.err.println("one package; usage: " + USAGE);
            System.exit(2);
        }
        Results results = new Results(options.json());
        Backend backend = options.backend();
        String lacks = Engines.unavailable(backend).orElse(null);
        if (lacks != null) {
            System.err.println(lacks);
            System.exit(1);
        }
        results.line("%s: available", backend);
        Path directory = GpuModels.resolve(ModelStore.open(), options.words().get(0));
        ModelPackage model = ModelPackages.read(directory);
        if (backend == Backend.TENSORRT) {
            GpuCompile.compile(model, results);
        }
        Processes processes = Processes.open("gpu-smoke");
        Path report = processes.work().resolve("report.json");
        processes.saccade(
                "--source",
                "synthetic:?pace=max",
                "--model",
                directory.toString(),
                "--backend",
                backend.name().toLowerCase(Locale.ROOT),
                "--fallback",
                "none",
                "--actuator",
                "none",
                "--frames",
                Integer.toString(FRAMES),
                "--report",
                report.toString());
        JsonNode told = new ObjectMapper().readTree(report.toFile());
        long processed = told.at("/frames/processed").asLong();
        results.line(
                "saccade run: %d frames by %s", processed, told.at("/backend").asText());
        results.values("run").put("frames", processed);
        results.atMost("frames that were not seen", (double) (FRAMES - processed), 0, "frames");
        System.exit(results.end());
    }
}
