package dev.saccade.internal.tensorrt.run;

import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;

/** A tensor twice: in pinned memory for the host, and on the device. */
final class DeviceTensor implements Tensor {
    private final TensorSpec spec;
    private final long host;
    private final long onDevice;

    DeviceTensor(TensorSpec spec, long host, long onDevice) {
        this.spec = spec;
        this.host = host;
        this.onDevice = onDevice;
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
        return spec.bytes();
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
