package dev.saccade.internal.tensorrt.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.internal.tensorrt.device.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptKernelsTest {
    private int compiled;

    private byte[] compile() {
        compiled++;
        return new byte[] {1, 2, 3};
    }

    @Test
    void shouldCompileOnceForEachName(@TempDir Path directory) throws DeviceException, IOException {
        Path kernels = directory.resolve("kernels");
        assertThat(new KeptKernels(kernels).get("a-sm_90.cubin", this::compile)).containsExactly(1, 2, 3);
        assertThat(new KeptKernels(kernels).get("a-sm_90.cubin", this::compile)).containsExactly(1, 2, 3);
        assertThat(compiled).isEqualTo(1);
        new KeptKernels(kernels).get("a-sm_87.cubin", this::compile);
        assertThat(compiled).isEqualTo(2);
        try (var files = Files.list(kernels)) {
            assertThat(files).as("no draft is left").hasSize(2);
        }
    }

    @Test
    void shouldCompileWhereNothingCanBeKept(@TempDir Path directory) throws DeviceException, IOException {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(new KeptKernels(file).get("a", this::compile)).containsExactly(1, 2, 3);
    }
}
