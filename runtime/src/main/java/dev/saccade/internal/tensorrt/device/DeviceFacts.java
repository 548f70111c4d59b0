package dev.saccade.internal.tensorrt.device;

/**
 * What a GPU is.
 *
 * @param index in CUDA's order
 * @param name as the driver gives it
 * @param capability compute capability such as {@code 9.0}
 * @param integrated whether it shares the processor's memory, so that mapped memory costs no copy
 * @param driver newest CUDA that the driver serves, 1000 * major + 10 * minor
 * @param runtime of the CUDA runtime library, likewise
 */
public record DeviceFacts(int index, String name, String capability, boolean integrated, int driver, int runtime) {
    /** @return such as {@code CUDA 12.6} */
    public String cuda() {
        return "CUDA " + runtime / 1000 + "." + runtime % 1000 / 10;
    }
}
