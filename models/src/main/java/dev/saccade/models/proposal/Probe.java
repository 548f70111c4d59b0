package dev.saccade.models.proposal;

import dev.saccade.engine.Backend;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.model.DeviceWish;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.model.Thresholds;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Loads a graph on the CPU with the proposed input and tells what comes out: the shapes that a file need not declare. */
final class Probe {
    private Probe() {}

    /**
     * The outputs' types and shapes for one picture; a dimension that changes from run to run is what a black picture
     * gives.
     *
     * @throws EngineException when the back end refuses the graph: an operator, a type, the input's shape
     */
    static List<TensorSpec> outputs(Path file, Keys keys, int[] size) throws EngineException {
        boolean isGray = "GRAY".equals(keys.value("input.colour"));
        List<Double> ones = isGray ? List.of(1.0) : List.of(1.0, 1.0, 1.0);
        InputSpec input = new InputSpec(
                keys.value("input.tensor"),
                size[0],
                size[1],
                isGray ? InputSpec.Colour.GRAY : InputSpec.Colour.RGB,
                InputSpec.Resize.STRETCH,
                0,
                ones,
                ones,
                ones,
                "NHWC".equals(keys.value("input.layout")) ? InputSpec.Layout.NHWC : InputSpec.Layout.NCHW,
                switch (keys.value("input.type")) {
                    case "fp16" -> TensorType.FLOAT16;
                    case "uint8" -> TensorType.UINT8;
                    default -> TensorType.FLOAT32;
                },
                keys.value("input.alpha") == null ? null : (Double) 1.0);
        ModelPackage model = new ModelPackage(
                file.toAbsolutePath().getParent(),
                "import",
                Task.DETECTION,
                file,
                List.of(),
                input,
                Map.of(),
                new Thresholds(0, 0, 1),
                null,
                Map.of(),
                "",
                DeviceWish.NONE,
                Map.of());
        try (Engine engine = Engines.load(model, Backend.CPU, new EngineOptions(1, false, -1, null))) {
            List<TensorSpec> specs = engine.outputs().stream().map(Tensor::spec).toList();
            boolean isOpen = specs.stream().anyMatch(s -> !s.isStatic() || s.rank() == 0);
            if (!isOpen || engine.run() != Engine.OK) {
                return specs;
            }
            List<TensorSpec> shaped = new ArrayList<>();
            for (Tensor output : engine.outputs()) {
                shaped.add(shaped(output));
            }
            return shaped;
        }
    }

    private static TensorSpec shaped(Tensor output) {
        long[] shape = output.spec().shape();
        for (int i = 0; i < shape.length; i++) {
            shape[i] = output.dim(i);
        }
        return new TensorSpec(output.spec().name(), output.spec().type(), shape);
    }
}
