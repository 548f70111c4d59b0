package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.internal.tensorrt.device.DeviceException;
import org.bytedeco.cuda.global.cudart;
import org.bytedeco.javacpp.BytePointer;

/** Statuses of the CUDA runtime and driver, whose numbers agree where both have an error. */
final class Cuda {
    private Cuda() {}

    /** Throws what went wrong at set-up. */
    static void check(int status, String what) throws DeviceException {
        if (status != cudart.cudaSuccess) {
            cudart.cudaGetLastError(); // what does not stick must not be taken for the next call's
            throw new DeviceException(what + ": " + text(status));
        }
    }

    /** {@code CUDA 700 cudaErrorIllegalAddress (an illegal memory access was encountered)}. */
    static String text(int status) {
        return "CUDA " + status + " " + string(cudart.cudaGetErrorName(status)) + " ("
                + string(cudart.cudaGetErrorString(status)) + ")";
    }

    private static String string(BytePointer text) {
        return text == null || text.isNull() ? "" : text.getString();
    }

    /** Errors after which every later call of the process fails, from the descriptions of cudaError in CUDA's reference. */
    static boolean isSticky(int status) {
        return switch (status) {
            case 4 // the runtime is being unloaded
                    ,
                    46 // device unavailable
                    ,
                    100 // no device
                    ,
                    201 // invalid context
                    ,
                    214 // uncorrectable ECC error
                    ,
                    220 // uncorrectable NVLink error
                    ,
                    226 // uncorrectable error found by the device
                    ,
                    700 // illegal address
                    ,
                    702 // launch timeout
                    ,
                    709 // context is destroyed
                    ,
                    710 // assert
                    ,
                    714 // hardware stack error
                    ,
                    715 // illegal instruction
                    ,
                    716 // misaligned address
                    ,
                    717 // invalid address space
                    ,
                    718 // invalid program counter
                    ,
                    719 // launch failure
                    ,
                    721 // error contained to this process
                    ,
                    722 // tensor memory leak
                    ,
                    999 // unknown
            -> true;
            default -> false;
        };
    }
}
