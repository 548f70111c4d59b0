package dev.saccade.bench;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.onnx.ResNet50;
import dev.saccade.models.precision.ConversionReport;
import dev.saccade.models.precision.HalfPackage;
import dev.saccade.models.precision.Islands;
import dev.saccade.models.precision.Ports;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.pull.Trees;
import dev.saccade.tensor.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.FloatPointer;

/**
 * Writes ResNet-50 with made-up weights as a package, about 100 MB, and the same in FP16 beside it: {@code ResNet50Package
 * DIR}. Each runs once on the CPU, so that a damaged one is not found out on the device.
 */
public final class ResNet50Package {
    private static final long SEED = 1;

    private ResNet50Package() {}

    /**
     * Writes DIR/resnet50 and DIR/resnet50-fp16, neither of which may exist.
     *
     * @param args DIR
     * @throws Exception when a file cannot be written or an engine refuses one
     */
    public static void main(String[] args) throws Exception {
        if (args.length != 1) {
            System.err.println("usage: ResNet50Package DIR  (makes DIR/resnet50 and DIR/resnet50-fp16)");
            System.exit(2);
        }
        Path whole = write(Path.of(args[0]).resolve("resnet50"));
        Path half = whole.resolveSibling("resnet50-fp16");
        ConversionReport report = HalfPackage.convert(whole, half, Islands.none(), Ports.FP32);
        System.out.printf("fp16: %d of %d nodes%n", report.converted(), report.nodes());
        run(whole);
        run(half);
    }

    private static Path write(Path directory) throws Exception {
        ResNet50 network = new ResNet50(ResNet50.WIDTH, ResNet50.SIDE, ResNet50.CLASSES, SEED);
        Files.createDirectories(directory.toAbsolutePath().getParent());
        Files.createDirectory(directory);
        byte[] onnx = network.toOnnx();
        Files.write(directory.resolve("model.onnx"), onnx);
        Files.writeString(
                directory.resolve("labels.txt"),
                IntStream.range(0, ResNet50.CLASSES)
                        .mapToObj(i -> "class-" + i + "\n")
                        .collect(Collectors.joining()));
        Files.writeString(directory.resolve("model.yaml"), """
                saccade: 1
                name: resnet50
                task: classification
                input:
                  size: [224, 224]
                  resize: stretch
                  scale: 0.00392156862745098
                  mean: [0.485, 0.456, 0.406]
                  std: [0.229, 0.224, 0.225]
                decoder: {kind: logits, scores: logits, top: 5}
                provenance:
                  source: jmh/run ResNet50Package
                  licence: Apache-2.0
                  sha256: %s
                  data: none, weights are random (seed %d); for measuring time only
                """.formatted(Sha256.of(onnx), SEED));
        System.out.printf("%s: %d parameters, sha256 %s%n", directory, network.parameters(), Sha256.of(onnx));
        return directory;
    }

    /** One picture of noise; every logit must be a number. */
    private static void run(Path directory) throws Exception {
        Path cache = Files.createTempDirectory("resnet50-");
        EngineOptions options = new EngineOptions(1, false, -1, cache);
        try (Engine engine = Engines.load(ModelPackages.read(directory), Backend.CPU, options)) {
            copy(
                    noise(engine.inputs().get(0).spec().elements()),
                    engine.inputs().get(0));
            if (engine.run() != Engine.OK) {
                throw new IllegalStateException(directory + ": " + engine.lastError());
            }
            System.out.printf(
                    "%s: greatest logit %.3f%n",
                    directory, greatest(engine.outputs().get(0)));
        } finally {
            Trees.delete(cache);
        }
    }

    private static float[] noise(long elements) {
        Random random = new Random(SEED);
        float[] values = new float[Math.toIntExact(elements)];
        for (int i = 0; i < values.length; i++) {
            values[i] = 4 * random.nextFloat() - 2;
        }
        return values;
    }

    private static void copy(float[] values, Tensor to) {
        try (FloatPointer from = new FloatPointer(values)) {
            Kernels.copy(to.address(), from.address(), to.spec().bytes());
        }
    }

    private static float greatest(Tensor logits) {
        float greatest = 0;
        try (FloatPointer values = new FloatPointer(logits.spec().elements())) {
            Kernels.copy(values.address(), logits.address(), logits.spec().bytes());
            for (long i = 0; i < logits.spec().elements(); i++) {
                if (!Float.isFinite(values.get(i))) {
                    throw new IllegalStateException("logit " + i + " is " + values.get(i));
                }
                greatest = Math.max(greatest, Math.abs(values.get(i)));
            }
        }
        return greatest;
    }
}
