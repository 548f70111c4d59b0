package dev.saccade.models.precision;

/** Counts a network's weight tensors that are halves. */
public final class HalfWeights {
    private HalfWeights() {}

    /** In an ONNX file's bytes. */
    public static long of(byte[] onnx) throws Exception {
        long found = 0;
        for (Message tensor : OnnxModel.parse(onnx).initializers().values()) {
            found += tensor.number(Onnx.TENSOR_TYPE, Onnx.UNKNOWN) == Onnx.FLOAT16 ? 1 : 0;
        }
        return found;
    }
}
