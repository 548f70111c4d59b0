package dev.saccade.internal.tensorrt;

/** What the NVIDIA driver's answer to {@link dev.saccade.posix.Posix#cudaDevices} means, and what to do about it. */
final class Driver {
    private static final int NO_LIBRARY = -1;
    private static final int ERRORS = -1000;

    private Driver() {}

    /** Null when there is at least one GPU. */
    static String explain(int answer) {
        if (answer > 0) {
            return null;
        }
        if (answer == NO_LIBRARY) {
            return "TensorRT: no NVIDIA driver (libcuda.so.1 is missing): install it";
        }
        if (answer <= ERRORS) {
            return "TensorRT: the NVIDIA driver answers " + error(ERRORS - answer);
        }
        if (answer == 0) {
            return "TensorRT: the NVIDIA driver finds no GPU: check nvidia-smi and CUDA_VISIBLE_DEVICES";
        }
        return "TensorRT: the NVIDIA driver cannot be asked (answer " + answer + "): check it with nvidia-smi";
    }

    /** CUresult, from the CUDA driver API's reference. */
    private static String error(int code) {
        return code
                + switch (code) {
                    case 2 -> " (out of memory): free some memory";
                    case 34 -> " (stub library): put the driver's libcuda.so.1 before the toolkit's stub";
                    case 35 -> " (driver too old): install a newer NVIDIA driver";
                    case 46 -> " (device unavailable): another process holds the GPU exclusively, end it";
                    case 100 -> " (no device): check nvidia-smi and CUDA_VISIBLE_DEVICES";
                    case 101 -> " (invalid device): check CUDA_VISIBLE_DEVICES";
                    case 304 -> " (operating system): check the permissions of /dev/nvidia*";
                    case 802 -> " (system not ready): start nvidia-fabricmanager";
                    case 803 -> " (driver and kernel module differ): reboot, or reload the nvidia module";
                    case 804 -> " (compatibility library on an unsupported GPU): remove the cuda-compat package";
                    case 999 -> " (unknown): check that the nvidia_uvm module is loaded, see dmesg";
                    default -> ": look the code up under CUresult, see dmesg";
                };
    }
}
