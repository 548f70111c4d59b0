package dev.saccade.posix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProgramsTest {
    @TempDir
    Path directory;

    @Test
    void shouldUnpackAProgramThatRuns() throws Exception {
        String printed = run(0, "1000", "5", "0");

        assertThat(printed)
                .startsWith("{\"periodNs\": 1000000, \"fifo\": false")
                .contains("\"ticks\": 5,");
        // Every tick is in one of the pairs.
        String pairs = printed.substring(printed.indexOf("latenessUs"));
        long ticks = 0;
        for (String pair : pairs.split("\\[")) {
            if (pair.matches("(?s)\\d+, \\d+].*")) {
                ticks += Long.parseLong(pair.replaceAll("(?s)\\d+, (\\d+)].*", "$1"));
            }
        }
        assertThat(ticks).isEqualTo(5);
    }

    @Test
    void shouldRefuseWrongArguments() throws Exception {
        assertThat(run(2, "1000", "5")).contains("usage:");
        assertThat(run(2, "0", "5", "0")).contains("at least 1");
        assertThat(run(2, "1000", "5", "100")).contains("priority");
        assertThat(run(4, "1000", "5", "0", "1000000")).contains("processor 1000000");
    }

    @Test
    void shouldNameAProgramThatIsNotThere() {
        assertThatThrownBy(() -> Programs.unpack("saccade-none", directory))
                .isInstanceOf(FileNotFoundException.class)
                .hasMessageContaining("saccade-none")
                .hasMessageContaining("build module native");
    }

    @Test
    void shouldUnpackOnce() throws IOException {
        assertThat(Programs.unpack("saccade-tick", directory)).isEqualTo(Programs.unpack("saccade-tick", directory));
        assertThat(Files.isExecutable(Programs.unpack("saccade-tick", directory)))
                .isTrue();
    }

    private String run(int code, String... arguments) throws Exception {
        var command = new java.util.ArrayList<String>();
        command.add(Programs.unpack("saccade-tick", directory).toString());
        command.addAll(java.util.List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isEqualTo(code);
        return printed;
    }
}
