package dev.saccade.internal.tensorrt.run;

import dev.saccade.gpu.GpuLaunch;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceLaunch;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.device.Grid;
import org.bytedeco.javacpp.LongPointer;

/** A {@link GpuProgram} on a device: its block of memory, bound and uploaded, and its launches. */
final class ProgramBlock implements AutoCloseable {
    private final Owned owned = new Owned();
    private final DeviceLaunch[] launches;

    /** Uploads on the stream and waits; the program may be destroyed afterwards. Frees what it made when it throws. */
    ProgramBlock(Device device, DeviceStream stream, SetUpWait setUp, long program, long... bindings)
            throws DeviceException {
        if (bindings.length != GpuProgram.bindings(program)) {
            throw new DeviceException("a GPU program of " + GpuProgram.bindings(program) + " bindings was given "
                    + bindings.length + "; make it for this engine");
        }
        boolean isWhole = false;
        try {
            long block = device.allocate(GpuProgram.blockBytes(program));
            owned.end(() -> device.free(block));
            upload(device, stream, setUp, program, block, bindings);
            launches = new DeviceLaunch[GpuProgram.launches(program)];
            try (GpuLaunch launch = new GpuLaunch()) {
                for (int i = 0; i < launches.length; i++) {
                    GpuProgram.launchAt(program, i, launch);
                    DeviceLaunch made =
                            device.launch(launch.kernel().getString(), grid(launch), block + launch.parameters());
                    owned.end(made::close);
                    launches[i] = made;
                }
            }
            isWhole = true;
        } finally {
            if (!isWhole && !setUp.isBroken()) {
                owned.close();
            }
        }
    }

    private static Grid grid(GpuLaunch launch) {
        return new Grid(
                launch.gridX(),
                launch.gridY(),
                launch.gridZ(),
                launch.blockX(),
                launch.blockY(),
                launch.blockZ(),
                launch.sharedBytes());
    }

    private static void upload(
            Device device, DeviceStream stream, SetUpWait setUp, long program, long block, long[] bindings)
            throws DeviceException {
        long bytes = GpuProgram.imageBytes(program);
        long image = device.allocatePinned(bytes);
        try (LongPointer addresses = new LongPointer(bindings)) {
            GpuProgram.image(program, block, addresses.address(), image);
            int status = setUp.finish(stream.copy(block, image, bytes));
            if (status != Device.OK) {
                throw new DeviceException(
                        "upload of a GPU program of " + bytes + " bytes: " + TrtEngine.words(device, status));
            }
        } finally {
            if (!setUp.isBroken()) {
                device.freePinned(image);
            }
        }
    }

    /** Submits all launches; allocates nothing. @return the first status that is not OK */
    int submit(DeviceStream stream) {
        for (int i = 0; i < launches.length; i++) {
            int status = launches[i].submit(stream);
            if (status != Device.OK) {
                return status;
            }
        }
        return Device.OK;
    }

    @Override
    public void close() {
        owned.close();
    }
}
