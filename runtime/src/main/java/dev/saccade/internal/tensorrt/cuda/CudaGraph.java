package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.internal.tensorrt.device.DeviceGraph;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import org.bytedeco.cuda.cudart.CUgraphExec_st;
import org.bytedeco.cuda.global.cudart;

/** An instantiated graph. */
final class CudaGraph implements DeviceGraph {
    private final CUgraphExec_st executable;
    private boolean isClosed;

    CudaGraph(CUgraphExec_st executable) {
        this.executable = executable;
    }

    @Override
    public int launch(DeviceStream on) {
        return cudart.cudaGraphLaunch(executable, ((CudaStream) on).stream());
    }

    @Override
    public long handle() {
        return executable.address();
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            CudaDevice.freed(cudart.cudaGraphExecDestroy(executable), "graph");
        }
    }
}
