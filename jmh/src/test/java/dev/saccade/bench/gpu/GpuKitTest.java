package dev.saccade.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packer's arguments, in a checkout that holds nothing else and was never built. */
class GpuKitTest {
    @TempDir
    private Path checkout;

    @BeforeEach
    void makeCheckout() throws IOException {
        Files.createDirectory(checkout.resolve("scripts"));
        Files.copy(
                Path.of(System.getProperty("saccade.root"), "scripts", "gpu-kit"), checkout.resolve("scripts/gpu-kit"));
    }

    @Test
    void shouldPrintItsUsageWhenAsked() throws Exception {
        assertThat(kit("--help")).isZero();
        assertThat(printed("out")).contains("scripts/gpu-kit pack OUT").contains("scripts/gpu-kit run");
        assertThat(printed("errors")).isEmpty();
        assertThat(kit("pack", "--help")).isZero();
        assertThat(kit()).isEqualTo(2);
        assertThat(printed("out")).isEmpty();
        assertThat(printed("errors")).contains("scripts/gpu-kit pack OUT");
    }

    @Test
    void shouldNotTakeAMissingBuildForOne() throws Exception {
        assertThat(kit("pack", "kit", "--only", "cpu", "--built")).isEqualTo(2);
        assertThat(printed("errors"))
                .hasLineCount(1)
                .contains("/native/target holds no jar and class path of an earlier pack; leave --built out");
        assertThat(checkout.resolve("kit")).doesNotExist();
    }

    private int kit(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("bash", "scripts/gpu-kit"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .directory(checkout.toFile())
                .redirectOutput(checkout.resolve("out").toFile())
                .redirectError(checkout.resolve("errors").toFile())
                .start()
                .waitFor();
    }

    private String printed(String stream) throws IOException {
        return Files.readString(checkout.resolve(stream));
    }
}
