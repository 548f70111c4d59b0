package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.EngineOptions;
import dev.saccade.model.DeviceWish;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.model.Thresholds;
import dev.saccade.tensor.TensorType;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Packages around a model file, as reading model.yaml would make them. */
public final class Packages {
    private Packages() {}

    /** An RGB image of floats, planar, under the given identity. */
    public static ModelPackage of(Path model, int width, int height, String identity) {
        return of(model, input(null, width, height, InputSpec.Layout.NCHW, TensorType.FLOAT32), identity);
    }

    static ModelPackage of(Path model, InputSpec input, String identity) {
        return new ModelPackage(
                model.toAbsolutePath().getParent(),
                "test",
                Task.DETECTION,
                model,
                List.of("thing"),
                input,
                Map.of("kind", "centernet"),
                new Thresholds(0.3f, 0.5f, 100),
                null,
                Map.of(),
                identity,
                DeviceWish.NONE,
                Map.of());
    }

    static InputSpec input(String tensor, int width, int height, InputSpec.Layout layout, TensorType type) {
        return new InputSpec(
                tensor,
                width,
                height,
                InputSpec.Colour.RGB,
                InputSpec.Resize.STRETCH,
                0,
                List.of(1.0, 1.0, 1.0),
                List.of(0.0, 0.0, 0.0),
                List.of(1.0, 1.0, 1.0),
                layout,
                type,
                null);
    }

    static EngineOptions options(Path cache) {
        return new EngineOptions(1, false, -1, cache);
    }
}
