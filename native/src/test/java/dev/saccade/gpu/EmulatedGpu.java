package dev.saccade.gpu;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The device of the tests: the sources of the kernels, compiled for this processor, with host addresses as device
 * addresses. Any thread; launches run one at a time, each to its end before its call returns.
 *
 * <p>Every block and every barrier lets the threads run in an order that {@link #order} chooses, so that a missing barrier
 * gives other results. Shared memory is all ones before each block. A barrier that some threads do not reach, a
 * misaligned access, an array index out of range, a read out of bounds and a trap end the launch with a status and a {@link #message}.
 */
public final class EmulatedGpu {
    /** The launch ended as it should. */
    public static final int DONE = 0;
    /** No kernel has that name. */
    public static final int UNKNOWN_KERNEL = 1;
    /** A grid, a block, shared memory or an address that no device takes. */
    public static final int REFUSED = 2;
    /** Some threads of a block wait at a barrier that others never reach. */
    public static final int DIVERGED = 3;
    /** A trap, a misaligned access, an index out of range, or a write behind the shared memory. */
    public static final int STOPPED = 4;

    private static volatile long seed;

    static {
        load("libsaccadeEmulator.so");
    }

    private EmulatedGpu() {}

    /** @param order seed of the order of blocks and threads from now on; 0 for ascending order */
    public static void order(long order) {
        seed = order;
    }

    /**
     * Launches one kernel.
     *
     * @param sharedBytes of dynamic shared memory
     * @param parameters address, on a boundary of 16
     * @return {@link #DONE} or what went wrong
     */
    public static int launch(
            String kernel,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long parameters) {
        return launch(kernel, gridX, gridY, gridZ, blockX, blockY, blockZ, sharedBytes, parameters, seed);
    }

    /**
     * Does all launches of a program.
     *
     * @param program of {@link GpuProgram}
     * @param block address of the program's block, which begins with its image
     * @return {@link #DONE} or what went wrong in the first launch that failed
     */
    public static int run(long program, long block) {
        try (GpuLaunch launch = new GpuLaunch()) {
            for (int i = 0; i < GpuProgram.launches(program); i++) {
                GpuProgram.launchAt(program, i, launch);
                int status = launch(
                        launch.kernel().getString(),
                        launch.gridX(),
                        launch.gridY(),
                        launch.gridZ(),
                        launch.blockX(),
                        launch.blockY(),
                        launch.blockZ(),
                        launch.sharedBytes(),
                        block + launch.parameters());
                if (status != DONE) {
                    return status;
                }
            }
        }
        return DONE;
    }

    /**
     * From now on a kernel's {@code read()} may touch these bytes and no others.
     *
     * @param ranges addresses, each followed by its size in bytes; none allows every read
     */
    public static native void allowReads(long... ranges);

    /** What went wrong in the last launch: kernel, block, thread, reason; empty when nothing did. */
    public static native String message();

    private static native int launch(
            String kernel,
            int gridX,
            int gridY,
            int gridZ,
            int blockX,
            int blockY,
            int blockZ,
            int sharedBytes,
            long parameters,
            long seed);

    /** From a file of this process's own, which is gone once it is loaded. */
    private static void load(String library) {
        try (InputStream packed = EmulatedGpu.class.getResourceAsStream("/dev/saccade/emulator/" + library)) {
            Path file = Files.createTempFile("saccade", library);
            try {
                Files.copy(packed, file, StandardCopyOption.REPLACE_EXISTING);
                System.load(file.toString());
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
