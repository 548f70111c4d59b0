package dev.saccade.bench;

import com.sun.management.ThreadMXBean;
import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.model.DeviceWish;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.model.Thresholds;
import dev.saccade.models.onnx.OnnxAttribute;
import dev.saccade.models.onnx.OnnxGraph;
import dev.saccade.models.onnx.OnnxWriter;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorType;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * The CPU back end beside a C program that calls the same ONNX Runtime, one thread, in one process. A block makes fresh
 * sessions, so that the luck of memory placement averages out, and takes turns ours, C, C, ours until each side ran for
 * {@code millis}; its ratio is that of the two medians. Prints the ratio with its 95 % interval over the blocks, and the
 * heap bytes of our runs.
 *
 * <p>Goal: 1.02 times at p50 or less, and 0 bytes a run. Arguments: {@code [MODEL.onnx WIDTH HEIGHT] [blocks=N]
 * [millis=M]}; the model takes RGB floats, planar. Without one, a small convolutional network is made.
 */
public final class OrtOverhead {
    private static final double GOAL = 1.02;
    private static final int FEWEST_BLOCKS = 10;
    private static final int WARM_RUNS = 20;
    private static final int FEWEST_ROUNDS = 15;
    private static final int MOST_RUNS = 500;
    private static final long TURN_NS = 10_000_000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final ModelPackage model;
    /** Runs of one turn. */
    private final int runs;
    /** Rounds of four turns in a block. */
    private final int rounds;

    private final FloatPointer image;
    private final LongPointer durations;
    private long bytes;
    private long counted;

    private OrtOverhead(ModelPackage model, long sideNs) throws Exception {
        this.model = model;
        this.durations = new LongPointer(MOST_RUNS);
        InputSpec in = model.input();
        this.image = new FloatPointer(3L * in.width() * in.height());
        Random random = new Random(1);
        for (long i = 0; i < image.capacity(); i++) {
            image.put(i, random.nextInt(256));
        }
        try (Engine ours = ours()) {
            attach();
            long[] warm = new long[WARM_RUNS];
            runOurs(ours, WARM_RUNS, warm, 0);
            long each = Math.max(1, median(warm));
            this.runs = (int) Math.max(1, Math.min(MOST_RUNS, TURN_NS / each));
            this.rounds = (int) Math.max(FEWEST_ROUNDS, sideNs / (2L * runs * each));
            long c = baseline(ours);
            try {
                check(OrtOverheadBaseline.run(c, 1, durations.address()));
                compareOutputs(ours, c);
            } finally {
                OrtOverheadBaseline.close(c);
            }
        }
    }

    /**
     * Runs the comparison.
     *
     * @param args see the class
     * @throws Exception when the model does not load or run
     */
    public static void main(String[] args) throws Exception {
        int blocks = 12;
        long millis = 500;
        List<String> rest = new ArrayList<>();
        for (String arg : args) {
            if (arg.startsWith("blocks=")) {
                blocks = Math.max(FEWEST_BLOCKS, Integer.parseInt(arg.substring("blocks=".length())));
            } else if (arg.startsWith("millis=")) {
                millis = Long.parseLong(arg.substring("millis=".length()));
            } else {
                rest.add(arg);
            }
        }
        if (rest.size() != 0 && rest.size() != 3) {
            System.err.println("usage: OrtOverhead [MODEL.onnx WIDTH HEIGHT] [blocks=N] [millis=M]");
            return;
        }
        Path made = rest.isEmpty() ? synthetic() : null;
        try {
            Path file = made != null ? made : Path.of(rest.get(0));
            int width = made != null ? 64 : Integer.parseInt(rest.get(1));
            int height = made != null ? 64 : Integer.parseInt(rest.get(2));
            new OrtOverhead(model(file, width, height), millis * 1_000_000).compare(blocks);
        } finally {
            if (made != null) {
                Files.delete(made);
            }
        }
    }

    private void compare(int blocks) throws Exception {
        double[] ratios = new double[blocks];
        StringJoiner each = new StringJoiner(" ");
        for (int block = -1; block < blocks; block++) {
            double ratio = block(block % 2 == 0);
            if (block < 0) {
                bytes = 0;
                counted = 0;
            } else {
                ratios[block] = ratio;
                each.add(String.format(Locale.ROOT, "%.3f", ratio));
            }
        }
        OrtOverheadInterval ratio = OrtOverheadInterval.of(ratios);
        System.out.println("model " + model.model().getFileName() + ", " + blocks + " blocks of " + rounds
                + " rounds of 4 x " + runs + " runs");
        System.out.println("ratios " + each);
        System.out.println("ours / C at p50: " + ratio + ", goal " + GOAL + ": " + ratio.verdict(GOAL));
        System.out.println(
                "heap: " + bytes + " B in " + counted + " runs, goal 0: " + (bytes == 0 ? "met" : "not met"));
    }

    /** One block on fresh sessions: ours, C, C, ours. */
    private double block(boolean oursLoadsFirst) throws Exception {
        Engine ours = oursLoadsFirst ? ours() : null;
        long c = 0;
        try {
            if (oursLoadsFirst) {
                c = baseline(ours);
            } else {
                // The C caller takes names and shapes from an engine that is gone again when ours loads.
                try (Engine shapes = ours()) {
                    c = baseline(shapes);
                }
                ours = ours();
            }
            long[] a = new long[2 * runs * rounds];
            long[] b = new long[2 * runs * rounds];
            runOurs(ours, Math.min(runs, WARM_RUNS), a, 0);
            runBaseline(c, Math.min(runs, WARM_RUNS), b, 0);
            for (int round = 0; round < rounds; round++) {
                int at = 2 * round * runs;
                runOurs(ours, runs, a, at);
                runBaseline(c, runs, b, at);
                runBaseline(c, runs, b, at + runs);
                runOurs(ours, runs, a, at + runs);
            }
            return (double) median(a) / median(b);
        } finally {
            if (ours != null) {
                ours.close();
            }
            if (c != 0) {
                OrtOverheadBaseline.close(c);
            }
        }
    }

    private void runOurs(Engine engine, int count, long[] ns, int at) {
        int failures = 0;
        THREADS.getCurrentThreadAllocatedBytes();
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < count; i++) {
            long start = System.nanoTime();
            failures += engine.run();
            ns[at + i] = System.nanoTime() - start;
        }
        bytes += THREADS.getCurrentThreadAllocatedBytes() - before;
        counted += count;
        if (failures != 0) {
            throw new IllegalStateException(engine.lastError());
        }
    }

    private void runBaseline(long c, int count, long[] ns, int at) {
        check(OrtOverheadBaseline.run(c, count, durations.address()));
        durations.get(ns, at, count);
    }

    private Engine ours() throws Exception {
        Engine engine = Engines.load(model, Backend.CPU, new EngineOptions(1, false, -1, null));
        Pointer.memcpy(new At(engine.inputs().get(0).address()), image, image.capacity() * Float.BYTES);
        return engine;
    }

    private long baseline(Engine like) {
        long c = OrtOverheadBaseline.open(model.model().toString());
        if (c == 0) {
            throw new IllegalStateException(OrtOverheadBaseline.message());
        }
        for (Tensor t : like.inputs()) {
            bind(c, false, t);
        }
        for (Tensor t : like.outputs()) {
            bind(c, true, t);
        }
        return c;
    }

    private static void bind(long c, boolean out, Tensor t) {
        long[] shape = t.spec().shape();
        check(OrtOverheadBaseline.bind(
                c,
                out,
                t.spec().name(),
                onnx(t.spec().type()),
                shape,
                shape.length,
                t.spec().bytes(),
                t.address()));
    }

    /** TensorProto.DataType. */
    private static int onnx(TensorType type) {
        return switch (type) {
            case FLOAT32 -> 1;
            case UINT8 -> 2;
            case INT8 -> 3;
            case INT32 -> 6;
            case INT64 -> 7;
            case BOOL -> 9;
            case FLOAT16 -> 10;
        };
    }

    /** Both sides did the same work: their outputs agree bit for bit. */
    private static void compareOutputs(Engine ours, long c) {
        for (int i = 0; i < ours.outputs().size(); i++) {
            Tensor t = ours.outputs().get(i);
            byte[] a = new byte[(int) t.spec().bytes()];
            byte[] b = new byte[a.length];
            new BytePointer(new At(t.address())).get(a);
            new BytePointer(new At(OrtOverheadBaseline.buffer(c, ours.inputs().size() + i))).get(b);
            if (!Arrays.equals(a, b)) {
                throw new IllegalStateException("output " + t.spec().name() + " differs between ours and C");
            }
        }
    }

    private static void attach() throws IOException {
        String resource = "/org/bytedeco/onnxruntime/" + Loader.getPlatform() + "/libonnxruntime.so.1";
        check(OrtOverheadBaseline.attach(
                Loader.cacheResource(OrtOverhead.class, resource).getPath()));
    }

    private static void check(int status) {
        if (status != 0) {
            throw new IllegalStateException(OrtOverheadBaseline.message());
        }
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    private static ModelPackage model(Path file, int width, int height) {
        List<Double> ones = List.of(1.0, 1.0, 1.0);
        InputSpec input = new InputSpec(
                null,
                width,
                height,
                InputSpec.Colour.RGB,
                InputSpec.Resize.STRETCH,
                0,
                ones,
                List.of(0.0, 0.0, 0.0),
                ones,
                InputSpec.Layout.NCHW,
                TensorType.FLOAT32,
                null);
        return new ModelPackage(
                file.toAbsolutePath().getParent(),
                "overhead",
                Task.DETECTION,
                file.toAbsolutePath(),
                List.of(),
                input,
                Map.of(),
                new Thresholds(0.3f, 0.5f, 100),
                null,
                Map.of(),
                "overhead",
                DeviceWish.NONE,
                Map.of());
    }

    /** Six convolutions of 16 channels: well under a millisecond, so that the cost of a call shows. */
    private static Path synthetic() throws IOException {
        Random random = new Random(2);
        OnnxGraph graph = new OnnxGraph("overhead");
        graph.input("image", 1, 3, 64, 64);
        String tensor = "image";
        int channels = 3;
        for (int layer = 0; layer < 6; layer++) {
            float[] weights = new float[16 * channels * 9];
            for (int i = 0; i < weights.length; i++) {
                weights[i] = (random.nextFloat() - 0.5f) / 8;
            }
            tensor = graph.node(
                    "Conv",
                    List.of(tensor, graph.constant(weights, 16, channels, 3, 3)),
                    OnnxAttribute.Ints.of("pads", 1, 1, 1, 1));
            tensor = graph.node("Relu", List.of(tensor));
            channels = 16;
        }
        graph.output("features", tensor, 1, 16, 64, 64);
        return Files.write(Files.createTempFile("saccade-overhead", ".onnx"), OnnxWriter.write(graph));
    }

    /** Memory that somebody else owns. */
    private static final class At extends Pointer {
        At(long address) {
            this.address = address;
        }
    }
}
