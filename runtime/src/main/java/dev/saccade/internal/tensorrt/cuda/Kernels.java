package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.gpu.GpuSources;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.model.SharedCache;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/**
 * Our kernels on one device: what nvcc made for its capability when the library was built, or what NVRTC makes of the
 * sources now.
 */
final class Kernels {
    /** A block may have this much dynamic shared memory without being asked for more. */
    private static final int USUAL_SHARED_BYTES = 48 * 1024;

    private final CUmod_st module = new CUmod_st();
    private final Map<String, CUfunc_st> functions = new HashMap<>();

    Kernels(int major, int minor) throws DeviceException {
        byte[] code = GpuSources.cubin(major, minor);
        String what = "kernels for sm_" + major + minor;
        if (code == null) {
            code = new KeptKernels(SharedCache.directory("kernels"))
                    .get(
                            GpuSources.identity() + "-sm_" + major + minor + ".cubin",
                            () -> Nvrtc.compile(GpuSources.text(), GpuSources.options(), major, minor));
            what += ", compiled here";
        }
        try (BytePointer image = new BytePointer(code)) {
            Cuda.check(cudart.cuModuleLoadData(module, image), what);
        }
    }

    synchronized CUfunc_st function(String name, int sharedBytes) throws DeviceException {
        CUfunc_st function = functions.get(name);
        if (function == null) {
            function = new CUfunc_st();
            try (BytePointer text = new BytePointer(name, StandardCharsets.US_ASCII)) {
                Cuda.check(cudart.cuModuleGetFunction(function, module, text), "kernel " + name);
            }
            functions.put(name, function);
        }
        if (sharedBytes > USUAL_SHARED_BYTES) {
            Cuda.check(
                    cudart.cuFuncSetAttribute(
                            function, cudart.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, sharedBytes),
                    "kernel " + name + " with " + sharedBytes + " bytes of shared memory");
        }
        return function;
    }

    void close() {
        CudaDevice.freed(cudart.cuModuleUnload(module), "kernels");
    }
}
