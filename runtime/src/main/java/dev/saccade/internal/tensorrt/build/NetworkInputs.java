package dev.saccade.internal.tensorrt.build;

import dev.saccade.engine.EngineException;
import dev.saccade.internal.onnx.OnnxPort;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Meets a network's inputs with the package's input: the one fixed shape that each has when it runs. */
final class NetworkInputs {
    private final ModelPackage model;
    private final InputSpec spec;

    NetworkInputs(ModelPackage model) {
        this.model = model;
        spec = model.input();
    }

    /** The inputs with every dimension known, in the network's order. */
    List<TensorSpec> fixed(List<OnnxPort> inputs) throws EngineException {
        OnnxPort image = image(inputs);
        List<TensorSpec> fixed = new ArrayList<>();
        for (OnnxPort input : inputs) {
            fixed.add(input.equals(image) ? fixedImage(input) : fixedOther(input));
        }
        return fixed;
    }

    private OnnxPort image(List<OnnxPort> inputs) throws EngineException {
        for (OnnxPort input : inputs) {
            if (input.name().equals(spec.tensor()) || (spec.tensor() == null && inputs.size() == 1)) {
                return input;
            }
        }
        List<String> names = inputs.stream().map(OnnxPort::name).toList();
        throw refused(
                spec.tensor() == null
                        ? "the graph has inputs " + names + ": say which is the image, input.tensor in model.yaml"
                        : "the graph has no input " + spec.tensor() + ": input.tensor in model.yaml may be " + names);
    }

    private TensorSpec fixedImage(OnnxPort image) throws EngineException {
        if (image.type() != spec.type()) {
            throw refused("input " + image + " is not of input.type "
                    + spec.type().name().toLowerCase(Locale.ROOT) + " in model.yaml: make them agree");
        }
        long[] wanted = spec.layout() == InputSpec.Layout.NCHW
                ? new long[] {1, spec.channels(), spec.height(), spec.width()}
                : new long[] {1, spec.height(), spec.width(), spec.channels()};
        long[] shape = image.shape();
        boolean fits = shape.length == wanted.length;
        for (int d = 0; fits && d < wanted.length; d++) {
            fits = shape[d] < 0 || shape[d] == wanted[d];
        }
        if (!fits) {
            throw refused("input " + image + " does not take what model.yaml makes, " + Arrays.toString(wanted) + " ("
                    + spec.layout() + "): correct its size, layout or colour, or export the model for batch 1");
        }
        return new TensorSpec(image.name(), image.type(), wanted);
    }

    private TensorSpec fixedOther(OnnxPort input) throws EngineException {
        if (input.type() == null) {
            throw refused("input " + input + " has an element type that is not fed here: cast it in the model");
        }
        long[] shape = input.shape().clone();
        for (int d = 0; d < shape.length; d++) {
            if (shape[d] < 0 && d > 0) {
                throw refused("input " + input + " has an open dimension that model.yaml does not give: export the"
                        + " model with fixed sizes");
            }
            shape[d] = Math.abs(shape[d]);
        }
        return new TensorSpec(input.name(), input.type(), shape);
    }

    EngineException refused(String why) {
        return new EngineException(false, model.model() + ": " + why, null);
    }
}
