package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.internal.tensorrt.device.DeviceException;
import org.bytedeco.cuda.cudart.CUevent_st;
import org.bytedeco.cuda.global.cudart;

/** An event without a time of its own: kernels stamp what is measured. */
final class CudaEvent implements DeviceEvent {
    private final CUevent_st handle = new CUevent_st();
    private boolean isClosed;

    CudaEvent() throws DeviceException {
        Cuda.check(cudart.cudaEventCreateWithFlags(handle, cudart.cudaEventDisableTiming), "a CUDA event");
    }

    CUevent_st event() {
        return handle;
    }

    @Override
    public long handle() {
        return handle.address();
    }

    @Override
    public int query() {
        int status = cudart.cudaEventQuery(handle);
        if (status == Device.NOT_READY) {
            // The runtime remembers it as this thread's last error, where TensorRT would find it.
            cudart.cudaGetLastError();
        }
        return status;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            CudaDevice.freed(cudart.cudaEventDestroy(handle), "event");
        }
    }
}
