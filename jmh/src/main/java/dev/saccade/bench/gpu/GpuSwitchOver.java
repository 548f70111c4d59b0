package dev.saccade.bench.gpu;

import dev.saccade.bench.CommandWatch;
import dev.saccade.bench.Processes;
import dev.saccade.models.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * From a fault that is real to the first command that knows of it, and on to the first that steers by the standby: a
 * device that is busy for seconds, and an error that breaks the context for good; in the program's own process, and in a
 * worker's. The program with its gate as a user starts it, one fault a run, at a random moment.
 *
 * <p>Goal: within one frame period, the hang timeout (for an error: one more frame) and one tick.
 */
public final class GpuSwitchOver {
    private static final String USAGE =
            "GpuSwitchOver PACKAGE [--injections N] [--isolation none|process] [--json FILE]";
    private static final int RATE_HZ = 200;
    private static final double TICK_MS = 1e3 / RATE_HZ;
    private static final double FRAME_MS = 1e3 / 30;
    private static final int HANG_TIMEOUT_MS = 100;
    private static final int HANG_MS = 3_000;
    private static final int STEERED = 40;
    private static final long PATIENCE_NS = 20_000_000_000L;

    private final Processes processes;
    private final Path model;
    private final int injections;
    private final Results results;
    private final Random random = new Random(7);

    private GpuSwitchOver(Path model, int injections, Results results) throws IOException {
        processes = Processes.open("gpu-switch-over");
        this.model = model;
        this.injections = injections;
        this.results = results;
    }

    private enum Fault {
        HANG("hang " + HANG_MS, FRAME_MS + HANG_TIMEOUT_MS + TICK_MS),
        POISON("poison", 2 * FRAME_MS + TICK_MS);

        private final String order;
        private final double boundMs;

        Fault(String order, double boundMs) {
            this.order = order;
            this.boundMs = boundMs;
        }
    }

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception when a run fails otherwise than it should
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args, USAGE, "injections", "isolation");
        if (options.words().size() != 1) {
            System.err.println("one package; usage: " + USAGE);
            System.exit(2);
        }
        Results results = new Results(options.json());
        Path model = GpuModels.resolve(ModelStore.open(), options.words().get(0));
        GpuSwitchOver bench = new GpuSwitchOver(model, options.number("injections", 3), results);
        String only = options.text("isolation", "");
        for (String isolation : only.isEmpty() ? List.of("none", "process") : List.of(only)) {
            for (Fault fault : Fault.values()) {
                bench.measure(fault, isolation);
            }
        }
        System.exit(results.end());
    }

    private void measure(Fault fault, String isolation) throws Exception {
        Series noticed = new Series(injections);
        Series steered = new Series(injections);
        for (int i = 0; i < injections; i++) {
            inject(fault, isolation, noticed, steered);
        }
        String name = fault.name().toLowerCase(java.util.Locale.ROOT) + ", isolation " + isolation;
        noticed.into(results.values(name), "noticed");
        steered.into(results.values(name + ", standby"), "steered");
        results.line(
                "%s, %d times: noticed p50 %.1f ms, max %.1f ms; steered by the standby p50 %.1f ms, max %.1f ms",
                name,
                injections,
                noticed.quantileUs(0.5) / 1e3,
                noticed.quantileUs(1) / 1e3,
                steered.quantileUs(0.5) / 1e3,
                steered.quantileUs(1) / 1e3);
        results.atMost(name + " noticed, max", noticed.quantileUs(1) / 1e3, fault.boundMs, "ms");
    }

    private void inject(Fault fault, String isolation, Series noticed, Series steered) throws Exception {
        Path order = processes.work().resolve("order");
        Files.deleteIfExists(order);
        Files.deleteIfExists(FaultAgent.done(order));
        try (CommandWatch watch = new CommandWatch()) {
            Process process = start(watch, order, isolation);
            try {
                watch.awaitSteered(STEERED, PATIENCE_NS);
                watch.receiveFor(random.nextInt(50) * 1_000_000L);
                PartResult.write(order, fault.order);
                long firstNs = watch.awaitNotSteered(PATIENCE_NS);
                watch.awaitSteered(1, PATIENCE_NS);
                long againNs = System.nanoTime();
                long faultNs = faultNs(order);
                if (firstNs - faultNs < 0) {
                    throw new IOException("left NOMINAL before the fault; lower the machine's load");
                }
                noticed.add(firstNs - faultNs);
                steered.add(againNs - faultNs);
            } catch (Exception e) {
                processes.print("run.log");
                throw e;
            } finally {
                process.destroy();
                if (!process.waitFor(HANG_MS + 10_000L, TimeUnit.MILLISECONDS)) {
                    process.destroyForcibly();
                    results.line("%s, isolation %s: the program did not end by itself", fault, isolation);
                }
            }
        }
    }

    private static long faultNs(Path order) throws IOException, InterruptedException {
        long untilNs = System.nanoTime() + PATIENCE_NS;
        while (!Files.exists(FaultAgent.done(order))) {
            if (System.nanoTime() - untilNs > 0) {
                throw new IOException("no process took the order: none held the GPU's context");
            }
            TimeUnit.MILLISECONDS.sleep(1);
        }
        return Long.parseLong(Files.readString(FaultAgent.done(order)));
    }

    private Process start(CommandWatch watch, Path order, String isolation) throws Exception {
        Path jar = Path.of(GpuSwitchOver.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        ProcessBuilder builder = new ProcessBuilder(
                processes.root().resolve("saccade").toString(),
                "run",
                "--source",
                "synthetic:?size=320x240&fps=30",
                "--model",
                model.toString(),
                "--backend",
                "tensorrt",
                "--isolation",
                isolation,
                "--hang-timeout",
                Integer.toString(HANG_TIMEOUT_MS),
                "--rate",
                Integer.toString(RATE_HZ),
                "--actuator",
                watch.uri(),
                "--gate",
                "required");
        // For the worker's JVM, too, whose options are not a user's to give.
        builder.environment().put("JAVA_TOOL_OPTIONS", "-javaagent:" + jar + "=" + order);
        return builder.redirectErrorStream(true)
                .redirectOutput(processes.work().resolve("run.log").toFile())
                .start();
    }
}
