package dev.saccade.internal.tensorrt.run;

import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;

/** A tensor twice: in pinned memory for the host, and on the device. */
final class DeviceTensor implements Tensor {
    private final TensorSpec spec;
    private final long host;
    private final long onDevice;
    private final long bytes; // the spec counts them anew each time, and allocates for it

    DeviceTensor(TensorSpec spec, long host, long onDevice) {
        this.spec = spec;
        this.host = host;
        this.onDevice = onDevice;
        bytes = spec.bytes();
    }

    @Override
    public TensorSpec spec() {
        return spec;
    }

    @Override
    public long address() {
        return host;
    }

    long onDevice() {
        return onDevice;
    }

    long bytes() {
        return bytes;
    }

    @Override
    public long dim(int i) {
        return spec.dim(i);
    }

    @Override
    public String toString() {
        return spec.toString();
    }
}
