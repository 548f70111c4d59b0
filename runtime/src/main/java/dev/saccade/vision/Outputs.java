package dev.saccade.vision;

import dev.saccade.engine.Engine;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorType;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The engine's outputs as a decoder asks for them: by the key that names them, with refusals that help. */
final class Outputs {
    /** Types that are read as numbers with a fraction. */
    static final Set<TensorType> FLOATS = EnumSet.of(TensorType.FLOAT32, TensorType.FLOAT16);

    private final ModelPackage model;
    private final List<Tensor> tensors;
    private final List<Output> read = new ArrayList<>();

    /** Outputs whose shapes depend on the data must have been run once. */
    Outputs(ModelPackage model, Engine engine) {
        this.model = model;
        tensors = engine.outputs();
    }

    /** Number of classes that the package names. */
    int labels() {
        return model.labels().size();
    }

    /**
     * An output of floats.
     *
     * @param key the decoder's key that names it; without it, the graph's only output
     */
    Output floats(String key) throws PackageException {
        return of(key, FLOATS);
    }

    /** An output of one of some types. */
    Output of(String key, Set<TensorType> types) throws PackageException {
        Output output = new Output(tensor(key));
        if (!types.contains(output.type())) {
            throw refuse(
                    key,
                    output.name(),
                    output + " should be one of " + types,
                    "export the model with such an output; outputs are " + all());
        }
        read.add(output);
        return output;
    }

    /** What the decoder has asked for so far, in that order. */
    List<Output> read() {
        return List.copyOf(read);
    }

    /** Where what the decoder has asked for stands among the engine's outputs. */
    int[] indices() {
        return read.stream().mapToInt(o -> tensors.indexOf(o.tensor())).toArray();
    }

    private Tensor tensor(String key) throws PackageException {
        String name = model.decoder().get(key);
        if (name == null) {
            if (tensors.size() == 1) {
                return tensors.get(0);
            }
            throw refuse(
                    key,
                    "missing",
                    "the graph has " + tensors.size() + " outputs",
                    "add 'decoder." + key + "' with one of " + all());
        }
        for (Tensor tensor : tensors) {
            if (tensor.spec().name().equals(name)) {
                return tensor;
            }
        }
        throw refuse(key, name, "the graph has no such output", "use one of " + all());
    }

    /**
     * A refusal of an output's shape.
     *
     * @param expected shapes that would do, in words
     */
    PackageException shape(String key, Output output, String expected) {
        return refuse(
                key,
                output.name(),
                output + " should have the shape " + expected,
                "name another output or choose another decoder.kind; outputs are " + all());
    }

    /** Refuses a package whose labels are not as many as an output has classes. */
    void requireLabels(Output output, long classes) throws PackageException {
        if (classes != labels()) {
            throw new PackageException(model.directory() + ": " + ModelPackages.labelsFile(model) + " has " + labels()
                    + (labels() == 1 ? " label" : " labels") + ", output " + output.name() + " has " + classes
                    + " classes " + output.dimensions() + "; write one label a line for each class, in class order");
        }
    }

    /** A refusal of a decoder key. */
    PackageException refuse(String key, String value, String wrong, String remedy) {
        return new PackageException(model.directory().resolve(ModelPackages.DESCRIPTION) + ": decoder." + key + ": "
                + value + ": " + wrong + "; " + remedy);
    }

    private String all() {
        return tensors.stream().map(t -> new Output(t).toString()).collect(Collectors.joining(", "));
    }
}
