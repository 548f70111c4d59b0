package dev.saccade.vision;

import dev.saccade.engine.Engine;
import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the engine's image input and checks that it is what the package describes. */
final class ImageInput {
    private ImageInput() {}

    static Tensor of(ModelPackage model, Engine engine) throws PackageException {
        List<Tensor> inputs = engine.inputs();
        String all = inputs.stream().map(t -> t.spec().toString()).collect(Collectors.joining(", "));
        InputSpec input = model.input();
        if (inputs.size() != 1) {
            throw refuse(
                    model,
                    "input.tensor",
                    String.valueOf(input.tensor()),
                    "the graph has " + inputs.size() + " inputs (" + all + "), and only the image can be fed",
                    "export the model with one input");
        }
        TensorSpec found = inputs.get(0).spec();
        if (input.tensor() != null && !input.tensor().equals(found.name())) {
            throw refuse(
                    model, "input.tensor", input.tensor(), "the graph's input is " + all, "correct or delete the key");
        }
        TensorSpec expected = new TensorSpec(found.name(), input.type(), shape(input));
        boolean hasShape = Arrays.equals(found.shape(), expected.shape())
                || Arrays.equals(found.shape(), Arrays.copyOfRange(expected.shape(), 1, expected.rank()));
        if (!hasShape) {
            throw refuse(
                    model,
                    "input.size",
                    input.width() + "x" + input.height(),
                    "model.yaml makes " + expected + ", the graph takes " + found,
                    "correct input.size, layout, colour or alpha");
        }
        if (found.type() != input.type()) {
            throw refuse(
                    model,
                    "input.type",
                    input.type().toString(),
                    "model.yaml makes " + expected + ", the graph takes " + found,
                    "correct input.type");
        }
        return inputs.get(0);
    }

    private static long[] shape(InputSpec input) {
        return input.layout() == InputSpec.Layout.NCHW
                ? new long[] {1, input.channels(), input.height(), input.width()}
                : new long[] {1, input.height(), input.width(), input.channels()};
    }

    private static PackageException refuse(ModelPackage model, String key, String value, String wrong, String remedy) {
        return new PackageException(model.directory().resolve(ModelPackages.DESCRIPTION) + ": " + key + ": " + value
                + ": " + wrong + "; " + remedy);
    }
}
