package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;

/** What a strongly typed network computes in: the coarsest type that it holds. */
public enum Precision {
    /** Floats throughout. */
    FP32,
    /** Some tensors are halves. */
    FP16,
    /** Some tensors are quantised. */
    INT8;

    /** @return the usual word, such as {@code fp16} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a network's precision out of its weights, its ports and its operators.
     *
     * @param onnx the file
     * @return the coarsest
     * @throws ModelsException of kind BAD_INPUT when it is no ONNX file, STORAGE when it cannot be read
     */
    public static Precision of(Path onnx) throws ModelsException {
        try {
            return of(OnnxModel.parseAny(OnnxBytes.read(onnx)));
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, onnx + " is damaged (" + e.getMessage() + ")", e);
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.STORAGE, onnx + " cannot be read: " + e, e);
        } catch (ModelsException e) {
            throw new ModelsException(e.kind(), onnx + ": " + e.getMessage(), e);
        }
    }

    private static Precision of(OnnxModel model) throws InvalidProtocolBufferException {
        Precision found = FP32;
        for (GraphNode node : model.nodes()) {
            if (node.type().contains("QuantizeLinear")
                    || node.type().startsWith("QLinear")
                    || node.type().endsWith("Integer")) {
                return INT8;
            }
            if (node.is("Cast") && node.attribute("to", Onnx.UNKNOWN) == Onnx.FLOAT16) {
                found = FP16;
            }
        }
        for (Message tensor : model.initializers().values()) {
            if (tensor.number(Onnx.TENSOR_TYPE, Onnx.UNKNOWN) == Onnx.FLOAT16) {
                found = FP16;
            }
        }
        for (Message input : model.inputs()) {
            if (ElementTypes.elementType(input) == Onnx.FLOAT16) {
                found = FP16;
            }
        }
        return found;
    }
}
