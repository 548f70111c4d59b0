package dev.saccade.bench.gpu;

import dev.saccade.engine.Backend;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads a package, sees a few frames and closes it, 200 times: the device's and the host's memory stay flat over the
 * second half. The host's is what the process has of its own: the heap of ZGC is not in it.
 */
public final class GpuSoak {
    private static final String USAGE = "GpuSoak PACKAGE [--backend tensorrt|cpu] [--cycles N] [--json FILE]";
    private static final int FRAMES = 3;
    private static final double DEVICE_GOAL_MB = 0;
    private static final double HOST_GOAL_MB = 8;
    private static final double MB = 1e6;

    private GpuSoak() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception when the engine does not load or run
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args, USAGE, "cycles");
        if (options.words().size() != 1) {
            System.err.println("one package; usage: " + USAGE);
            System.exit(2);
        }
        Results results = new Results(options.json());
        ModelPackage model = ModelPackages.read(
                GpuModels.resolve(ModelStore.open(), options.words().get(0)));
        boolean onDevice = options.backend() == Backend.TENSORRT;
        int cycles = options.number("cycles", 200);
        long[] host = new long[cycles];
        long[] device = new long[cycles];
        try (Pictures pictures = new Pictures("640x480")) {
            for (int i = 0; i < cycles; i++) {
                try (Looker looker = new Looker(model, options.backend(), pictures)) {
                    looker.look(FRAMES, 0, new Looker.Figures(FRAMES));
                }
                host[i] = ownBytes();
                device[i] = onDevice ? freeBytes() : 0;
            }
        }
        int half = cycles / 2;
        double hostMb = (host[cycles - 1] - host[half]) / MB;
        double deviceMb = (device[half] - device[cycles - 1]) / MB;
        results.line(
                "%d cycles of %s; the host's memory %.1f MB, then %.1f MB half way, %.1f MB at the end",
                cycles, model.name(), host[0] / MB, host[half] / MB, host[cycles - 1] / MB);
        results.values("soak").put("cycles", cycles).put("hostGrowthMb", hostMb).put("deviceGrowthMb", deviceMb);
        results.atMost("host memory over the second half", hostMb, HOST_GOAL_MB, "MB");
        if (onDevice) {
            results.atMost("device memory over the second half", deviceMb, DEVICE_GOAL_MB, "MB");
        }
        System.exit(results.end());
    }

    private static long freeBytes() {
        GpuDriver.check(GpuDriver.open(0));
        return GpuDriver.freeBytes();
    }

    private static long ownBytes() throws IOException {
        String line = Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(l -> l.startsWith("RssAnon:"))
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/status has no RssAnon"));
        return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
    }
}
