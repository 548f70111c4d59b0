package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit that is shipped, by systemd's own checker. */
class ServiceUnitTest {
    private static final Path ROOT = Path.of(System.getProperty("saccade.root"));

    @TempDir
    Path work;

    @Test
    void shouldPassSystemdsCheck() throws Exception {
        String unit = installed();
        Path file = Files.writeString(work.resolve("saccade.service"), unit);

        assertThat(verify(file)).isEmpty();
    }

    @Test
    void shouldBeCaughtWithAnUnknownSetting() throws Exception {
        Path file = Files.writeString(
                work.resolve("saccade.service"), installed().replace("LimitRTPRIO=90", "LimitRTPRIORITY=90"));

        assertThat(verify(file)).contains("LimitRTPRIORITY");
    }

    @Test
    void shouldGrantWhatTheProgramAsksFor() throws IOException {
        assertThat(Files.readString(ROOT.resolve("systemd/saccade.service")))
                .contains("\nLimitRTPRIO=90\n", "\nLimitMEMLOCK=infinity\n");
        assertThat(Files.readString(ROOT.resolve("systemd/limits.conf")))
                .containsPattern("rtprio +90\n")
                .containsPattern("memlock +unlimited\n");
    }

    /** The unit as on a machine where the program lies in this checkout. */
    private static String installed() throws IOException {
        return Files.readString(ROOT.resolve("systemd/saccade.service")).replace("/opt/saccade", ROOT.toString());
    }

    private static String verify(Path file) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "systemd-analyze is not installed here");
            return "";
        }
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        assumeTrue(
                !printed.contains("Failed to initialize manager"),
                "systemd-analyze cannot run here: " + printed.strip());
        return printed.lines().filter(line -> line.contains("saccade.service")).reduce("", (a, b) -> a + b + "\n");
    }
}
