package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.engine.Backend;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelStore;
import java.util.ArrayList;
import java.util.List;

/**
 * Capture to result of model packages, back to back and at a camera's cadence, beside the same graph launched from C++ and
 * PyTorch on a network of the same class: all by turns in one run. Prints p50 and p99, our own time on the host, the
 * engine's on the device, heap bytes a frame, and ratios.
 *
 * <p>Goals on a GPU: at most 1.05 times the C++ loop, under 50 us on the host, 0 bytes a frame. With {@code --backend cpu}
 * a rehearsal of all but the device: no peers, no goals but the bytes.
 */
public final class GpuLatency {
    private static final String USAGE =
            "GpuLatency PACKAGE... [--backend tensorrt|cpu] [--frames N] [--cadence-frames N]"
                    + " [--hz N] [--size WxH] [--torch fp16|fp32|none]"
                    + " [--goals on|off] [--json FILE]";
    private static final int BLOCKS = 10;
    private static final int WARM_FRAMES = 200;
    private static final int TORCH_FRAMES = 200;
    private static final double RATIO_GOAL = 1.05;
    private static final double HOST_GOAL_US = 50;
    private static final double P50 = 0.5;
    private static final double P99 = 0.99;

    private final Options options;
    private final Results results;
    private final Backend backend;
    private final int block;
    private final int cadenceFrames;
    private final long periodNs;

    private GpuLatency(Options options) {
        this.options = options;
        results = new Results(options.json());
        backend = options.backend();
        block = Math.max(1, options.number("frames", 10_000) / BLOCKS);
        cadenceFrames = options.number("cadence-frames", 1_000);
        periodNs = 1_000_000_000L / options.number("hz", 30);
    }

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception when a package or its engine does not load or run
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args, USAGE, "frames", "cadence-frames", "hz", "size", "torch", "goals");
        if (options.words().isEmpty()) {
            System.err.println("no package; usage: " + USAGE);
            System.exit(2);
        }
        GpuLatency bench = new GpuLatency(options);
        if (bench.backend == Backend.CPU) {
            bench.results.line("a rehearsal on the CPU: no figure here is a GPU's");
        }
        ModelStore store = ModelStore.open();
        for (String name : options.words()) {
            bench.measure(ModelPackages.read(GpuModels.resolve(store, name)));
        }
        int missed = bench.results.end();
        // Under a tool that slows everything down, only that it runs counts.
        System.exit(options.text("goals", "on").equals("off") ? 0 : missed);
    }

    private void measure(ModelPackage model) throws Exception {
        try (Pictures pictures = new Pictures(options.text("size", "1280x720"));
                Looker looker = new Looker(model, backend, pictures);
                TorchPeer torch = torch(model)) {
            results.line(
                    "%s: %s; frames of %s in %s",
                    model.name(), looker.description(), pictures.format(), pictures.memory());
            looker.look(warmFrames(), 0, new Looker.Figures(warmFrames()));
            looker.bytesPerFrame();
            ObjectNode values = results.values(model.name());
            backToBack(model, looker, torch, values);
            cadence(model, looker, values);
        }
    }

    private int warmFrames() {
        return Math.min(WARM_FRAMES, BLOCKS * block);
    }

    /** PyTorch has no detector of the catalogue: it stands beside the ResNet-50. */
    private TorchPeer torch(ModelPackage model) {
        String precision = options.text("torch", model.name().endsWith("fp16") ? "fp16" : "fp32");
        return backend == Backend.CPU || !model.name().contains("resnet") || precision.equals("none")
                ? TorchPeer.none()
                : TorchPeer.start(precision, options.text("size", "1280x720"));
    }

    private void backToBack(ModelPackage model, Looker looker, TorchPeer torch, ObjectNode values) {
        Looker.Figures ours = new Looker.Figures(BLOCKS * block);
        List<Double> ratios = new ArrayList<>();
        GraphPeer cpp = GraphPeer.of(looker.submission(), BLOCKS * block);
        for (int i = 0; i < BLOCKS; i++) {
            int from = ours.latency.count();
            // By turns who is first, so that neither always finds the device warm.
            if (i % 2 == 0) {
                looker.look(block, 0, ours);
                cpp.run(block);
            } else {
                cpp.run(block);
                looker.look(block, 0, ours);
            }
            torch.run(TORCH_FRAMES);
            if (cpp.isThere()) {
                ratios.add(ours.latency.quantileUs(from, P50) / cpp.series().quantileUs(from, P50));
            }
        }
        double bytes = looker.bytesPerFrame();
        report(model.name() + " back to back", ours, values.putObject("backToBack"));
        results.atMost(model.name() + " heap", bytes, 0, "B a frame");
        values.put("bytesPerFrame", bytes);
        if (cpp.isThere()) {
            cpp.series().into(values.putObject("cpp"), "latency");
            double[] sorted =
                    ratios.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            results.line(
                    "%s: C++ loop p50 %.1f us, p99 %.1f us; ratios of the blocks %.3f to %.3f",
                    model.name(),
                    cpp.series().quantileUs(P50),
                    cpp.series().quantileUs(P99),
                    sorted[0],
                    sorted[sorted.length - 1]);
            results.atMost(model.name() + " against the C++ loop, p50", sorted[sorted.length / 2], RATIO_GOAL, "times");
        } else {
            results.line(
                    "%s: no C++ loop: %s",
                    model.name(), backend == Backend.CPU ? "a rehearsal" : "the engine shows no graph");
        }
        if (ours.host.count() > 0) {
            results.atMost(model.name() + " own time on the host, p50", ours.host.quantileUs(P50), HOST_GOAL_US, "us");
        }
        torch.report(results, values, ours.latency.quantileUs(P50));
    }

    private void cadence(ModelPackage model, Looker looker, ObjectNode values) {
        if (cadenceFrames == 0) {
            return;
        }
        Looker.Figures ours = new Looker.Figures(cadenceFrames);
        looker.look(cadenceFrames, periodNs, ours);
        report(model.name() + " at " + Math.round(1e9 / periodNs) + " Hz", ours, values.putObject("cadence"));
    }

    private void report(String what, Looker.Figures record, ObjectNode values) {
        values.put("frames", record.latency.count());
        record.latency.into(values, "latency");
        results.line(
                "%s, %d frames: capture to result p50 %.1f us, p99 %.1f us, max %.1f us",
                what,
                record.latency.count(),
                record.latency.quantileUs(P50),
                record.latency.quantileUs(P99),
                record.latency.quantileUs(1));
        if (record.device.count() > 0) {
            record.device.into(values, "device");
            record.engine.into(values, "engine");
            results.line(
                    "%s: on the device p50 %.1f us, of it the network %.1f us",
                    what, record.device.quantileUs(P50), record.engine.quantileUs(P50));
        }
        if (record.host.count() > 0) {
            record.host.into(values, "host");
        }
    }
}
