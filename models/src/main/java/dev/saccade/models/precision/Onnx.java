package dev.saccade.models.precision;

/** Field and enumeration numbers of onnx.proto3 (ONNX 1.17) that this room uses. */
final class Onnx {
    static final int MODEL_IR_VERSION = 1;
    static final int MODEL_GRAPH = 7;
    static final int MODEL_OPSETS = 8;
    static final int MODEL_METADATA = 14;

    static final int GRAPH_NODES = 1;
    static final int GRAPH_NAME = 2;
    static final int GRAPH_INITIALIZERS = 5;
    static final int GRAPH_INPUTS = 11;
    static final int GRAPH_OUTPUTS = 12;
    static final int GRAPH_VALUE_INFO = 13;

    static final int NODE_INPUTS = 1;
    static final int NODE_OUTPUTS = 2;
    static final int NODE_NAME = 3;
    static final int NODE_TYPE = 4;
    static final int NODE_ATTRIBUTES = 5;
    static final int NODE_DOMAIN = 7;

    static final int ATTRIBUTE_NAME = 1;
    static final int ATTRIBUTE_FLOAT = 2;
    static final int ATTRIBUTE_INT = 3;
    static final int ATTRIBUTE_TENSOR = 5;
    static final int ATTRIBUTE_INTS = 8;
    static final int ATTRIBUTE_GRAPH = 6;
    static final int ATTRIBUTE_FLOATS = 7;
    static final int ATTRIBUTE_GRAPHS = 11;
    static final int ATTRIBUTE_TYPE = 20;
    static final int ATTRIBUTE_TYPE_INT = 2;
    static final int ATTRIBUTE_TYPE_TENSOR = 4;

    static final int TENSOR_DIMENSIONS = 1;
    static final int TENSOR_TYPE = 2;
    static final int TENSOR_FLOATS = 4;
    static final int TENSOR_NAME = 8;
    static final int TENSOR_RAW = 9;
    static final int TENSOR_LOCATION = 14;

    /** Of ValueInfoProto, OperatorSetIdProto (domain, version) and StringStringEntryProto (key, value) alike. */
    static final int FIRST = 1;

    static final int SECOND = 2;

    static final int FLOAT = 1;
    static final int UINT8 = 2;
    static final int INT8 = 3;
    static final int INT32 = 6;
    static final int INT64 = 7;
    static final int BOOL = 9;
    static final int FLOAT16 = 10;

    /** A tensor whose element type cannot be told. */
    static final int UNKNOWN = 0;

    private Onnx() {}
}
