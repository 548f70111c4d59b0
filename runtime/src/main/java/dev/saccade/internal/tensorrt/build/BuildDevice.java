package dev.saccade.internal.tensorrt.build;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineTarget;
import dev.saccade.internal.tensorrt.Libraries;
import java.nio.charset.StandardCharsets;
import org.bytedeco.cuda.global.cudart;

/** The GPU that this thread builds for. Not before {@link Libraries} has said yes. */
final class BuildDevice {
    private static final int LONGEST_NAME = 256;

    private BuildDevice() {}

    /** Makes a device this thread's and tells what engines for it belong to. */
    static EngineTarget select(int device) throws EngineException {
        check("cudaSetDevice", device, cudart.cudaSetDevice(device));
        byte[] name = new byte[LONGEST_NAME];
        check("cuDeviceGetName", device, cudart.cuDeviceGetName(name, name.length, device));
        int length = 0;
        while (length < name.length && name[length] != 0) {
            length++;
        }
        int major = attribute(device, cudart.cudaDevAttrComputeCapabilityMajor);
        int minor = attribute(device, cudart.cudaDevAttrComputeCapabilityMinor);
        return new EngineTarget(
                "tensorrt",
                Libraries.version(),
                new String(name, 0, length, StandardCharsets.UTF_8),
                major + "." + minor);
    }

    private static int attribute(int device, int attribute) throws EngineException {
        int[] value = new int[1];
        check("cudaDeviceGetAttribute", device, cudart.cudaDeviceGetAttribute(value, attribute, device));
        return value[0];
    }

    private static void check(String call, int device, int status) throws EngineException {
        if (status != 0) {
            throw new EngineException(
                    true,
                    "--device cuda:" + device + ": " + call + " answers " + status
                            + ": check the GPU with nvidia-smi, or name another GPU",
                    null);
        }
    }
}
