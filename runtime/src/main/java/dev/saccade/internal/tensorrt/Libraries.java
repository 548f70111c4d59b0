package dev.saccade.internal.tensorrt;

import dev.saccade.engine.EngineException;
import dev.saccade.posix.Posix;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/**
 * Whether TensorRT can be used here. The order matters: without a driver its classes fail to load, and without a usable
 * GPU its factories give addresses that end the process. So the driver is asked first, then the classes are loaded, then
 * the versions are compared; nothing else of TensorRT is touched before.
 */
public final class Libraries {
    private Libraries() {}

    /** @return null when usable; otherwise one line: what is missing and what to do. Asked once a process */
    public static String unavailable() {
        return Asked.ANSWER.reason();
    }

    /** @return version of the library such as {@code 10.6.0}; null when {@link #unavailable} */
    public static String version() {
        return Asked.ANSWER.version();
    }

    /** @return major version of the library; 0 when {@link #unavailable} */
    public static int major() {
        String version = version();
        return version == null ? 0 : Integer.parseInt(version.substring(0, version.indexOf('.')));
    }

    /** @return number of GPUs; 0 when {@link #unavailable} */
    public static int devices() {
        return Asked.ANSWER.devices();
    }

    /**
     * Refuses a GPU that is not there.
     *
     * @param index 0 is the first
     * @throws EngineException with the reason, and the GPUs that there are
     */
    public static void checkDevice(int index) throws EngineException {
        if (unavailable() != null) {
            throw new EngineException(true, unavailable(), null);
        }
        checkDevice(index, devices());
    }

    static void checkDevice(int index, int devices) throws EngineException {
        if (index < 0 || index >= devices) {
            throw new EngineException(
                    true,
                    "--device cuda:" + index + ": there " + (devices == 1 ? "is 1 GPU" : "are " + devices + " GPUs")
                            + "; use cuda:0" + (devices == 1 ? "" : " to cuda:" + (devices - 1)),
                    null);
        }
    }

    /** Loads what only a builder needs; a process that runs engines does without. Not when {@link #unavailable}. */
    public static void loadBuilder() {
        LeanPresets.loadBuilder();
    }

    record Answer(String reason, String version, int devices) {}

    static Answer ask(IntSupplier driver, Supplier<Versions> libraries) {
        int devices;
        try {
            devices = driver.getAsInt();
        } catch (LinkageError e) {
            return refused("TensorRT: the driver cannot be asked, our native library does not load (" + firstLine(e)
                    + "): build it with mvn process-classes");
        }
        String reason = Driver.explain(devices);
        if (reason != null) {
            return refused(reason);
        }
        Versions versions;
        try {
            versions = libraries.get();
        } catch (LinkageError e) {
            return refused(absent(e));
        }
        reason = versions.mismatch();
        return reason != null ? refused(reason) : new Answer(null, Versions.text(versions.library()), devices);
    }

    private static Answer refused(String reason) {
        return new Answer(reason, null, 0);
    }

    /** The deepest cause names the file that the linker missed. */
    private static String absent(LinkageError error) {
        Throwable deepest = error;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        boolean classes = deepest instanceof ClassNotFoundException || deepest instanceof NoClassDefFoundError;
        return "TensorRT: " + (classes ? "its classes are" : "libraries are") + " absent (" + firstLine(deepest)
                + "): start with SACCADE_PROFILE=gpu (Maven: -P gpu)"
                + (classes ? "" : ", or install TensorRT and CUDA and put them on LD_LIBRARY_PATH");
    }

    private static String firstLine(Throwable e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return text.lines().findFirst().orElse("").strip();
    }

    private static final class Asked {
        static final Answer ANSWER = ask(Posix::cudaDevices, LeanPresets::load);
    }
}
