package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceGraph;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.cudart.CUgraph_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.cuda.global.cudart;

/** A stream that does not wait for the default one. */
public final class CudaStream implements DeviceStream {
    private final CUstream_st handle = new CUstream_st();
    private final Place to = new Place();
    private final Place from = new Place();
    private boolean isClosed;

    CudaStream(int priority) throws DeviceException {
        Cuda.check(
                cudart.cudaStreamCreateWithPriority(handle, cudart.cudaStreamNonBlocking, priority), "a CUDA stream");
    }

    /** @return for libraries that submit work of their own; owned by this stream */
    public CUstream_st stream() {
        return handle;
    }

    @Override
    public int copy(long destination, long source, long bytes) {
        return cudart.cudaMemcpyAsync(to.at(destination), from.at(source), bytes, cudart.cudaMemcpyDefault, handle);
    }

    @Override
    public int copyRows(
            long destination, long destinationStride, long source, long sourceStride, long rowBytes, long rows) {
        return cudart.cudaMemcpy2DAsync(
                to.at(destination),
                destinationStride,
                from.at(source),
                sourceStride,
                rowBytes,
                rows,
                cudart.cudaMemcpyDefault,
                handle);
    }

    @Override
    public int fill(long at, int value, long bytes) {
        return cudart.cudaMemsetAsync(to.at(at), value, bytes, handle);
    }

    @Override
    public int record(DeviceEvent event) {
        return cudart.cudaEventRecord(((CudaEvent) event).event(), handle);
    }

    @Override
    public int beginCapture() {
        // Of this thread alone: other threads may allocate meanwhile.
        return cudart.cudaStreamBeginCapture(handle, cudart.cudaStreamCaptureModeThreadLocal);
    }

    @Override
    public DeviceGraph endCapture() throws DeviceException {
        CUgraph_st graph = new CUgraph_st();
        int status = cudart.cudaStreamEndCapture(handle, graph);
        if (status != Device.OK || graph.isNull()) {
            cudart.cudaGetLastError();
            throw new DeviceException("capture: " + Cuda.text(status));
        }
        CUgraphExec_st executable = new CUgraphExec_st();
        status = cudart.cudaGraphInstantiate(executable, graph, 0);
        int destroyed = cudart.cudaGraphDestroy(graph);
        Cuda.check(status, "instantiation of a captured graph");
        CudaGraph made = new CudaGraph(executable);
        status = destroyed != Device.OK ? destroyed : cudart.cudaGraphUpload(executable, handle);
        if (status != Device.OK) {
            made.close();
            Cuda.check(status, "upload of a captured graph");
        }
        return made;
    }

    @Override
    public long handle() {
        return handle.address();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            CudaDevice.freed(cudart.cudaStreamDestroy(handle), "stream");
        }
    }
}
