package dev.saccade.engine;

import dev.saccade.gpu.EmulatedGpu;
import dev.saccade.gpu.GpuLaunch;
import dev.saccade.gpu.GpuProgram;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;

/** A program on the emulated device, which may be destroyed once this is made. Running it allocates nothing. */
final class EmulatedProgram implements AutoCloseable {
    private final List<Launch> launches = new ArrayList<>();
    private final DeviceMemory block;

    private record Launch(String kernel, int[] grid, int[] threads, int sharedBytes, long parameters) {}

    EmulatedProgram(long program, long... bindings) {
        if (GpuProgram.bindings(program) != bindings.length) {
            throw new IllegalArgumentException("the program has " + GpuProgram.bindings(program) + " bindings");
        }
        block = new DeviceMemory(GpuProgram.blockBytes(program));
        try (LongPointer addresses = new LongPointer(bindings);
                GpuLaunch launch = new GpuLaunch()) {
            GpuProgram.image(program, block.address(), addresses.address(), block.address());
            for (int i = 0; i < GpuProgram.launches(program); i++) {
                GpuProgram.launchAt(program, i, launch);
                launches.add(new Launch(
                        launch.kernel().getString(),
                        new int[] {launch.gridX(), launch.gridY(), launch.gridZ()},
                        new int[] {launch.blockX(), launch.blockY(), launch.blockZ()},
                        launch.sharedBytes(),
                        block.address() + launch.parameters()));
            }
        }
    }

    void run() {
        for (int i = 0; i < launches.size(); i++) {
            Launch l = launches.get(i);
            int status = EmulatedGpu.launch(
                    l.kernel(),
                    l.grid()[0],
                    l.grid()[1],
                    l.grid()[2],
                    l.threads()[0],
                    l.threads()[1],
                    l.threads()[2],
                    l.sharedBytes(),
                    l.parameters());
            if (status != EmulatedGpu.DONE) {
                throw new AssertionError(EmulatedGpu.message());
            }
        }
    }

    @Override
    public void close() {
        block.close();
    }
}
