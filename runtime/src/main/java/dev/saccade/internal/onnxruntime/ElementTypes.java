package dev.saccade.internal.onnxruntime;

import dev.saccade.tensor.TensorType;

/** ONNXTensorElementDataType, numbered as TensorProto.DataType in onnx.proto. */
final class ElementTypes {
    static final String SUPPORTED = "float, float16, uint8, int8, int32, int64 and bool";

    private static final String[] NAMES = {
        "not a tensor",
        "float",
        "uint8",
        "int8",
        "uint16",
        "int16",
        "int32",
        "int64",
        "string",
        "bool",
        "float16",
        "double",
        "uint32",
        "uint64",
        "complex64",
        "complex128",
        "bfloat16"
    };

    private ElementTypes() {}

    /** Null when the type is not supported. */
    static TensorType of(int onnx) {
        return switch (onnx) {
            case 1 -> TensorType.FLOAT32;
            case 2 -> TensorType.UINT8;
            case 3 -> TensorType.INT8;
            case 6 -> TensorType.INT32;
            case 7 -> TensorType.INT64;
            case 9 -> TensorType.BOOL;
            case 10 -> TensorType.FLOAT16;
            default -> null;
        };
    }

    static String name(int onnx) {
        return onnx >= 0 && onnx < NAMES.length ? NAMES[onnx] : "of element type " + onnx;
    }
}
