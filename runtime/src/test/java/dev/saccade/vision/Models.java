package dev.saccade.vision;

import dev.saccade.model.DecoderKind;
import dev.saccade.model.DeviceWish;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Thresholds;
import dev.saccade.tensor.TensorType;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Model packages put together in memory. */
final class Models {
    private Models() {}

    static InputSpec input(int width, int height) {
        return input(width, height, InputSpec.Resize.STRETCH);
    }

    static InputSpec input(int width, int height, InputSpec.Resize resize) {
        return new InputSpec(
                null,
                width,
                height,
                InputSpec.Colour.RGB,
                resize,
                114,
                List.of(1.0, 1.0, 1.0),
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                InputSpec.Layout.NCHW,
                TensorType.FLOAT32,
                null);
    }

    /** Keys and values alternate in {@code decoder}. */
    static ModelPackage of(DecoderKind kind, InputSpec input, int labels, Thresholds thresholds, String... decoder) {
        Map<String, String> keys = new LinkedHashMap<>(Map.of("kind", kind.yamlName()));
        for (int i = 0; i < decoder.length; i += 2) {
            keys.put(decoder[i], decoder[i + 1]);
        }
        return new ModelPackage(
                Path.of("pkg"),
                "test",
                kind.task(),
                Path.of("pkg", "model.onnx"),
                Collections.nCopies(labels, "label"),
                input,
                keys,
                thresholds,
                null,
                Map.of(),
                "0".repeat(64),
                DeviceWish.NONE,
                Map.of());
    }

    static ModelPackage of(DecoderKind kind, InputSpec input, int labels, String... decoder) {
        return of(kind, input, labels, new Thresholds(0.3f, 0.5f, 10), decoder);
    }
}
