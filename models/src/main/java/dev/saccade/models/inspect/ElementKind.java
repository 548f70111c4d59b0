package dev.saccade.models.inspect;

/** Element types of tensors: TensorProto.DataType of ONNX 1.17 in the usual words. */
final class ElementKind {
    /** A tensor whose element type is not told. */
    static final int UNKNOWN = 0;

    static final int FLOAT32 = 1;
    static final int UINT8 = 2;
    static final int INT8 = 3;
    static final int FLOAT16 = 10;

    private static final String[] WORDS = {
        "unknown",
        "fp32",
        "uint8",
        "int8",
        "uint16",
        "int16",
        "int32",
        "int64",
        "string",
        "bool",
        "fp16",
        "fp64",
        "uint32",
        "uint64",
        "complex64",
        "complex128",
        "bf16",
        "fp8e4m3fn",
        "fp8e4m3fnuz",
        "fp8e5m2",
        "fp8e5m2fnuz",
        "uint4",
        "int4",
        "fp4e2m1"
    };
    private static final int[] BITS = {
        0, 32, 8, 8, 16, 16, 32, 64, 0, 8, 16, 64, 32, 64, 64, 128, 16, 8, 8, 8, 8, 4, 4, 4
    };
    /** What ONNX Runtime's recordings call them, in the same order. */
    private static final String[] RECORDED = {
        "undefined",
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
        "bfloat16",
        "float8e4m3fn",
        "float8e4m3fnuz",
        "float8e5m2",
        "float8e5m2fnuz",
        "uint4",
        "int4",
        "float4e2m1"
    };

    private ElementKind() {}

    static String word(int type) {
        return type > 0 && type < WORDS.length ? WORDS[type] : "type " + type;
    }

    /** Bits of one element; 0 where there is no fixed number. */
    static int bits(int type) {
        return type > 0 && type < BITS.length ? BITS[type] : 0;
    }

    static int ofRecorded(String word) {
        for (int i = 1; i < RECORDED.length; i++) {
            if (RECORDED[i].equals(word)) {
                return i;
            }
        }
        return UNKNOWN;
    }
}
