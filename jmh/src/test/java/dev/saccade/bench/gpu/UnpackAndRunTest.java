package dev.saccade.bench.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The other side of the kit, with a tiny one whose program prints its arguments. */
class UnpackAndRunTest {
    private static final Path ROOT = Path.of(System.getProperty("saccade.root"));

    @TempDir
    private Path dir;

    @BeforeEach
    void makeKit() throws Exception {
        assertThat(bash("""
                        mkdir -p stage/tools stage/kit
                        printf '#!/bin/sh\\n[ "$1" = --version ] || exec gzip -dc\\n' >stage/tools/zstd
                        printf '#!/bin/sh\\necho ran "$@"\\nexit 1\\n' >stage/kit/java
                        printf 'glibc=2.0\\n' >stage/kit/kit.properties
                        chmod +x stage/tools/zstd stage/kit/java
                        tar -C stage -czf kit.000 tools
                        tar -C stage -cf - kit | gzip | split -b 200 -d -a 3 --numeric-suffixes=1 - kit.
                        pieces=(kit.[0-9]*)
                        { echo "# ${#pieces[@]} pieces"; sha256sum "${pieces[@]}"; } >SHA256SUMS
                        cp "$0/scripts/gpu-kit-files/unpack-and-run.sh" .
                        """)).isZero();
    }

    @Test
    void shouldUnpackAndHandArgumentsAndExitCodeOn() throws Exception {
        assertThat(bash("env -i ./unpack-and-run.sh --out there --minutes 1")).isEqualTo(1);
        assertThat(output()).contains("ran dev.saccade.bench.gpu.GpuPlan --out there --minutes 1");
    }

    @Test
    void shouldNotNeedThePiecesTwice() throws Exception {
        assertThat(bash("./unpack-and-run.sh")).isEqualTo(1);
        assertThat(bash("rm kit.*; ./unpack-and-run.sh --list")).isEqualTo(1);
        assertThat(output()).contains("ran dev.saccade.bench.gpu.GpuPlan --list");
    }

    @Test
    void shouldNameEveryMissingPiece() throws Exception {
        assertThat(bash("mv kit.001 kept; ./unpack-and-run.sh")).isEqualTo(3);
        assertThat(output()).contains("kit.001 is missing").doesNotContain("ran ");
        assertThat(bash("mv kept kit.001; ./unpack-and-run.sh --check")).isZero();
    }

    @Test
    void shouldNameADamagedPiece() throws Exception {
        assertThat(bash("printf x >>kit.001; ./unpack-and-run.sh")).isEqualTo(3);
        assertThat(output()).contains("kit.001 is damaged").doesNotContain("ran ");
    }

    @Test
    void shouldKnowACutOrEmptyList() throws Exception {
        assertThat(bash("cp SHA256SUMS whole; head -n 2 whole >SHA256SUMS; ./unpack-and-run.sh --check"))
                .isEqualTo(3);
        assertThat(output()).contains("SHA256SUMS is cut: it names 1 of ").hasLineCount(1);
        assertThat(bash("head -c -1 whole >SHA256SUMS; ./unpack-and-run.sh")).isEqualTo(3);
        assertThat(output()).contains("SHA256SUMS is cut").hasLineCount(1);
        assertThat(bash("head -c -10 whole >SHA256SUMS; echo >>SHA256SUMS; ./unpack-and-run.sh"))
                .isEqualTo(3);
        assertThat(output()).contains("SHA256SUMS is damaged").hasLineCount(1);
        assertThat(bash(": >SHA256SUMS; ./unpack-and-run.sh --check")).isEqualTo(3);
        assertThat(output()).contains("SHA256SUMS is empty").hasLineCount(1);
        assertThat(bash("mv whole SHA256SUMS; ./unpack-and-run.sh --check")).isZero();
    }

    @Test
    void shouldRefuseAFolderThatCannotBeMadeOrIsNoKit() throws Exception {
        assertThat(bash("./unpack-and-run.sh --into /proc/x")).isEqualTo(2);
        assertThat(output())
                .isEqualTo("unpack-and-run: /proc/x cannot be made; name a folder that can be written with --into\n");
        assertThat(bash("mkdir mine; echo kept >mine/file; ./unpack-and-run.sh --into mine/"))
                .isEqualTo(2);
        assertThat(output()).contains("mine holds something that is no kit").hasLineCount(1);
        assertThat(dir.resolve("mine/file")).hasContent("kept");
    }

    @Test
    void shouldRefuseAHostWithAnOlderLibrary() throws Exception {
        assertThat(bash("./unpack-and-run.sh; echo glibc=99.0 >unpacked/kit.properties; ./unpack-and-run.sh"))
                .isEqualTo(4);
        assertThat(output()).contains("the kit was packed with 99.0");
    }

    private int bash(String script) throws IOException, InterruptedException {
        return new ProcessBuilder(List.of("bash", "-c", script, ROOT.toString()))
                .directory(dir.toFile())
                .redirectErrorStream(true)
                .redirectOutput(dir.resolve("output").toFile())
                .start()
                .waitFor();
    }

    private String output() throws IOException {
        return Files.readString(dir.resolve("output"), StandardCharsets.UTF_8);
    }
}
