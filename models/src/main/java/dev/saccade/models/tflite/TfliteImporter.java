package dev.saccade.models.tflite;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.onnx.ImportedModel;
import dev.saccade.models.onnx.NetworkBuilder;
import dev.saccade.models.onnx.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Converts a float TensorFlow Lite model to ONNX. */
public final class TfliteImporter {
    private static final long LARGEST_FILE = 1L << 30;
    private static final String INPUT = "input";

    private final TfliteModel model;
    private final NetworkBuilder net = new NetworkBuilder("tflite");
    private final Value[] values;

    private TfliteImporter(TfliteModel model) {
        this.model = model;
        this.values = new Value[model.tensors()];
    }

    /**
     * Converts a model.
     *
     * @param file .tflite
     * @param request what to keep; its input size must be empty or the file's own
     * @return the ONNX model; the same file and request give the same bytes
     * @throws ModelsException of kind BAD_INPUT, one line with the file, the operator and what is wrong with it
     */
    public static ImportedModel read(Path file, ImportRequest request) throws ModelsException {
        try {
            if (Files.size(file) > LARGEST_FILE) {
                throw ModelsException.badInput("larger than 1 GiB");
            }
            return new TfliteImporter(new TfliteModel(Files.readAllBytes(file))).convert(request);
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, file + ": cannot be read: " + e.getMessage(), e);
        } catch (ModelsException e) {
            throw new ModelsException(e.kind(), file + ": " + e.getMessage(), e);
        }
    }

    private ImportedModel convert(ImportRequest request) throws ModelsException {
        int[] shape = input(request);
        int number = 0;
        for (TfliteModel.Operation operation : model.operations()) {
            try {
                convert(operation);
            } catch (ModelsException e) {
                throw new ModelsException(
                        e.kind(),
                        "operator " + number + " (" + TfliteOperators.name(operation) + "): " + e.getMessage(),
                        e);
            }
            number++;
        }
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> output : outputs(request).entrySet()) {
            shapes.put(output.getKey(), net.output(output.getKey(), value(output.getValue())));
        }
        return new ImportedModel(net.toOnnx(), INPUT, new int[] {1, shape[3], shape[1], shape[2]}, shapes);
    }

    private int[] input(ImportRequest request) throws ModelsException {
        if (model.inputs().length != 1) {
            throw ModelsException.badInput("has " + model.inputs().length + " inputs; one image input is supported");
        }
        TfliteModel.Tensor tensor = model.tensor(model.inputs()[0]);
        TfliteModel.requireFloat(tensor);
        int[] shape = tensor.shape();
        if (shape.length != 4 || shape[0] != 1) {
            throw ModelsException.badInput("the input is not one image: its shape is " + Arrays.toString(shape));
        }
        if (!request.inputSize().isEmpty() && !request.inputSize().equals(List.of(shape[2], shape[1]))) {
            throw ModelsException.badInput("its input is " + shape[2] + " by " + shape[1] + ", not "
                    + request.inputSize() + "; the size of a .tflite cannot be changed");
        }
        values[model.inputs()[0]] = net.input(INPUT, shape);
        return shape;
    }

    private Map<String, Integer> outputs(ImportRequest request) throws ModelsException {
        Map<String, Integer> outputs = new LinkedHashMap<>();
        for (Map.Entry<String, String> asked : request.outputs().entrySet()) {
            outputs.put(asked.getKey(), tensorNamed(asked.getValue()));
        }
        if (outputs.isEmpty()) {
            for (int number : model.outputs()) {
                String name = ImportRequest.plainName(model.tensor(number).name());
                outputs.put(outputs.containsKey(name) ? name + "_" + number : name, number);
            }
        }
        if (outputs.isEmpty()) {
            throw ModelsException.badInput("the model names no output");
        }
        return outputs;
    }

    private int tensorNamed(String name) throws ModelsException {
        for (int i = 0; i < model.tensors(); i++) {
            if (model.tensor(i).name().equals(name)) {
                return i;
            }
        }
        throw ModelsException.badInput("has no tensor '" + name + "'");
    }

    private void convert(TfliteModel.Operation operation) throws ModelsException {
        if (operation.outputs().length != 1) {
            throw ModelsException.badInput("has " + operation.outputs().length + " outputs; one is supported");
        }
        TfliteModel.Tensor output = model.tensor(operation.outputs()[0]);
        TfliteOperator operator = TfliteOperators.find(operation);
        List<Value> inputs = new ArrayList<>();
        for (int number : operation.inputs()) {
            inputs.add(number == -1 ? null : value(number));
        }
        Value value = operator.convert(operation, inputs, output.shape(), net);
        if (!Arrays.equals(value.shape(), output.shape())) {
            throw ModelsException.badInput(
                    "gives " + Arrays.toString(value.shape()) + ", the file says " + Arrays.toString(output.shape()));
        }
        values[operation.outputs()[0]] = value;
    }

    private Value value(int number) throws ModelsException {
        TfliteModel.Tensor tensor = model.tensor(number);
        if (values[number] == null) {
            if (!tensor.data().hasRemaining()) {
                throw ModelsException.badInput("tensor '" + tensor.name() + "' is used before it is computed");
            }
            values[number] = TfliteModel.constant(tensor);
        }
        return values[number];
    }
}
