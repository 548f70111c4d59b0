package dev.saccade.internal.onnxruntime;

import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;

/** A bound input or output. Its memory belongs to the session behind the handle. */
final class OrtTensor implements Tensor {
    private final TensorSpec spec;
    private final int index;
    private final long[] dims;
    private final boolean dynamic;
    private long address;

    OrtTensor(TensorSpec spec, int index, long address) {
        this.spec = spec;
        this.index = index;
        this.dims = spec.shape();
        this.address = address;
        this.dynamic = address == 0;
    }

    /** Whether a run decides where it lies; its address is 0 before the first. */
    boolean isDynamic() {
        return dynamic;
    }

    /** Reads where the latest run left a dynamic output. */
    void refresh(long handle) {
        address = Ort.address(handle, 1, index);
        for (int d = 0; d < dims.length; d++) {
            dims[d] = Ort.dim(handle, 1, index, d);
        }
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    @Override
    public long address() {
        return address;
    }

    @Override
    public long dim(int i) {
        return dims[i];
    }

    @Override
    public String toString() {
        return spec.toString();
    }
}
