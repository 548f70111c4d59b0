package dev.saccade.internal.tensorrt;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineTarget;
import dev.saccade.internal.tensorrt.cuda.CudaDevice;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceFacts;

/**
 * The GPU that engines are built for and run on.
 *
 * @param device the calling thread's from now on
 * @param target what engines for it belong to
 */
public record OpenDevice(Device device, EngineTarget target) {
    /**
     * Makes a GPU the calling thread's. Not before {@link Libraries} has said yes.
     *
     * @param index in CUDA's order
     * @return the GPU
     * @throws EngineException when it cannot be used
     */
    public static OpenDevice open(int index) throws EngineException {
        try {
            Device device = CudaDevice.open(index);
            int bound = device.bind();
            if (bound != Device.OK) {
                throw new DeviceException(device.error(bound));
            }
            DeviceFacts facts = device.facts();
            return new OpenDevice(
                    device, new EngineTarget("tensorrt", Libraries.version(), facts.name(), facts.capability()));
        } catch (DeviceException e) {
            throw new EngineException(
                    true,
                    "--device cuda:" + index + ": " + e.getMessage()
                            + ": check the GPU with nvidia-smi, or name another --device",
                    e);
        }
    }
}
