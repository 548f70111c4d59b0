package dev.saccade.bench.gpu;

import dev.saccade.model.SharedCache;
import dev.saccade.models.ModelStore;
import dev.saccade.models.PullProgress;
import dev.saccade.models.onnx.ResNet50;
import dev.saccade.models.precision.HalfPackage;
import dev.saccade.models.precision.Islands;
import dev.saccade.models.precision.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The packages that the benchmarks run: of the catalogue, which the kit holds, and a ResNet-50 that is made on first use. */
final class GpuModels {
    /** Made-up weights, FP32. */
    static final String RESNET_FP32 = "resnet50-fp32";
    /** The same network converted. */
    static final String RESNET_FP16 = RESNET_FP32 + HalfPackage.SUFFIX;

    private GpuModels() {}

    /** A directory, or a name of the catalogue or of this class. */
    static Path resolve(ModelStore store, String name) throws Exception {
        if (name.equals(RESNET_FP32) || name.equals(RESNET_FP16)) {
            return resNet(name);
        }
        return store.resolveModel(name, new PullProgress() {
            @Override
            public void advanced(String asset, Phase phase, long done, long total) {}

            @Override
            public void noted(String asset, String line) {
                System.out.println(asset + ": " + line);
            }
        });
    }

    private static Path resNet(String name) throws Exception {
        Path folder = SharedCache.directory("bench");
        Path single = folder.resolve(RESNET_FP32);
        if (!Files.exists(single.resolve("model.yaml"))) {
            write(single);
        }
        Path half = folder.resolve(RESNET_FP16);
        if (name.equals(RESNET_FP16) && !Files.exists(half.resolve("model.yaml"))) {
            HalfPackage.convert(single, half, Islands.none(), Ports.FP32);
        }
        return folder.resolve(name);
    }

    /** The description comes last: with it the package is whole. */
    private static void write(Path package50) throws IOException {
        Files.createDirectories(package50);
        Files.write(
                package50.resolve("model.onnx"),
                new ResNet50(ResNet50.WIDTH, ResNet50.SIDE, ResNet50.CLASSES, 1).toOnnx());
        Files.writeString(
                package50.resolve("labels.txt"),
                IntStream.range(0, ResNet50.CLASSES)
                        .mapToObj(i -> "class " + i + "\n")
                        .collect(Collectors.joining()));
        PartResult.write(package50.resolve("model.yaml"), """
                saccade: 1
                name: %s
                task: classification
                input:
                  tensor: %s
                  size: [%d, %d]
                  colour: RGB
                  resize: stretch
                  scale: 0.00392156862745098
                  mean: [0.485, 0.456, 0.406]
                  std: [0.229, 0.224, 0.225]
                  layout: NCHW
                  type: fp32
                decoder:
                  kind: logits
                  scores: %s
                  top: 5
                thresholds: {score: 0.0}
                """.formatted(
                        RESNET_FP32, ResNet50.INPUT, ResNet50.SIDE, ResNet50.SIDE, ResNet50.OUTPUT));
    }
}
