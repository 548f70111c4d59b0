package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.internal.tensorrt.device.DeviceLaunch;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.device.Grid;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/** A kernel with its only argument, whose value and the array that points to it are made once. */
final class CudaLaunch implements DeviceLaunch {
    private final CUfunc_st function;
    private final Grid grid;
    private final LongPointer argument;
    private final PointerPointer<LongPointer> arguments;

    CudaLaunch(CUfunc_st function, Grid grid, long parameters) {
        this.function = function;
        this.grid = grid;
        argument = new LongPointer(1).put(parameters);
        arguments = new PointerPointer<LongPointer>(1).put(0, argument);
    }

    @Override
    public int submit(DeviceStream on) {
        return cudart.cuLaunchKernel(
                function,
                grid.gridX(),
                grid.gridY(),
                grid.gridZ(),
                grid.blockX(),
                grid.blockY(),
                grid.blockZ(),
                grid.sharedBytes(),
                ((CudaStream) on).stream(),
                arguments,
                (PointerPointer<?>) null);
    }

    @Override
    public void close() {
        arguments.deallocate();
        argument.deallocate();
    }
}
