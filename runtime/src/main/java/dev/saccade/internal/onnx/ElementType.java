package dev.saccade.internal.onnx;

import dev.saccade.tensor.TensorType;
import java.util.Map;

/** Element types of ONNX (TensorProto.DataType of onnx.proto) by their numbers. */
final class ElementType {
    private static final Map<Integer, String> PRECISIONS = Map.ofEntries(
            Map.entry(1, "fp32"),
            Map.entry(2, "uint8"),
            Map.entry(3, "int8"),
            Map.entry(10, "fp16"),
            Map.entry(11, "fp64"),
            Map.entry(16, "bf16"),
            Map.entry(17, "fp8"),
            Map.entry(18, "fp8"),
            Map.entry(19, "fp8"),
            Map.entry(20, "fp8"),
            Map.entry(21, "uint4"),
            Map.entry(22, "int4"),
            Map.entry(23, "fp4"));
    private static final Map<Integer, TensorType> TENSORS = Map.of(
            1,
            TensorType.FLOAT32,
            2,
            TensorType.UINT8,
            3,
            TensorType.INT8,
            6,
            TensorType.INT32,
            7,
            TensorType.INT64,
            9,
            TensorType.BOOL,
            10,
            TensorType.FLOAT16);

    private ElementType() {}

    /** Whether values of the type are numbers that a network computes with, not indices or shapes. */
    static boolean isArithmetic(int type) {
        return PRECISIONS.containsKey(type);
    }

    /** Such as {@code fp16}. */
    static String precision(int type) {
        return PRECISIONS.getOrDefault(type, "type " + type);
    }

    /** Any element type in one word: its precision, or what else it holds. */
    static String word(int type) {
        return PRECISIONS.getOrDefault(
                type,
                switch (type) {
                    case 6 -> "int32";
                    case 7 -> "int64";
                    case 8 -> "string";
                    case 9 -> "bool";
                    default -> "unknown";
                });
    }

    /** The type of a tensor of ours; null where there is none. */
    static TensorType tensor(int type) {
        return TENSORS.get(type);
    }
}
