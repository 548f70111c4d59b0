package dev.saccade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcessesTest {
    /** A benchmark: one run of the program, then its end by {@code System.exit}, as the real ones do. */
    static final class Bench {
        private Bench() {}

        public static void main(String[] args) throws Exception {
            Processes processes = Processes.open("processes-test");
            processes.saccade(
                    "--report",
                    Files.createFile(processes.work().resolve("report")).toString());
            System.out.print(processes.work());
            System.exit(0);
        }
    }

    @Test
    void shouldTakeItsWorkFolderWithIt(@TempDir Path root) throws Exception {
        Path program = Files.writeString(root.resolve("saccade"), "#!/bin/sh\n[ -f \"$3\" ]\n");
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        Process bench = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsaccade.root=" + root,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bench.class.getName()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String work = new String(bench.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(bench.waitFor()).isZero();
        assertThat(Path.of(work).getFileName().toString()).startsWith("saccade-processes-test");
        assertThat(Path.of(work)).doesNotExist();
    }
}
