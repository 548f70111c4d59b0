package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.saccade.kernel.Preprocess;
import dev.saccade.kernel.PreprocessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuSourcesTest {
    private static final Pattern KERNEL = Pattern.compile("^KERNEL\\((\\w+), \\w+\\)", Pattern.MULTILINE);
    private static final Pattern LINE = Pattern.compile("#line (\\d+) \"(.+)\"");

    @TempDir
    Path directory;

    @Test
    void shouldHoldEveryIncludedFileOnce() {
        String text = GpuSources.text();
        assertThat(text.lines().filter(l -> l.startsWith("#include \"")).toList())
                .containsExactly("#include \"emulator.h\"");
        for (String guard : List.of("SACCADE_CUDA_ABI_H", "SACCADE_CUDA_DEVICE_H", "SACCADE_ARITHMETIC_FUNCTION_H")) {
            assertThat(text.lines().filter(l -> l.equals("#define " + guard)).count())
                    .as(guard)
                    .isEqualTo(1);
        }
    }

    /** Each line of the text is the line of the file that the directive before it names. */
    @Test
    void shouldTellFileAndLineOfEachLine() throws IOException {
        Path sources = Path.of(System.getProperty("saccade.root"), "native", "src", "main");
        Map<String, List<String>> files = new TreeMap<>();
        String file = null;
        int number = 0;
        for (String line : GpuSources.text().lines().toList()) {
            Matcher directive = LINE.matcher(line);
            if (directive.matches()) {
                file = directive.group(2);
                number = Integer.parseInt(directive.group(1));
                if (!files.containsKey(file)) {
                    files.put(file, Files.readAllLines(sources.resolve(file)));
                }
            } else {
                assertThat(line)
                        .as("%s:%d", file, number)
                        .isEqualTo(files.get(file).get(number - 1));
                number++;
            }
        }
        assertThat(files).containsKeys("cuda/saccade.cu", "cuda/preprocess.cu", "cpp/arithmetic/finish.h");
    }

    @Test
    void shouldHoldTheKernelsThatProgramsLaunch() {
        List<String> kernels =
                KERNEL.matcher(GpuSources.text()).results().map(m -> m.group(1)).toList();
        assertThat(kernels).contains("fault_spin", "fault_trap").doesNotHaveDuplicates();
        for (int format = Preprocess.FORMAT_BGR24; format <= Preprocess.FORMAT_UYVY; format++) {
            for (int channels : new int[] {1, 3, 4}) {
                assertThat(kernels).contains(kernelOf(format, channels));
            }
        }
    }

    /** Without a GPU's compiler: this machine's, in the place of NVRTC, sees the same one file. */
    @Test
    void shouldCompileAsOneFile() throws IOException, InterruptedException {
        Path file = directory.resolve("saccade.cpp");
        Files.writeString(file, GpuSources.text());
        String emulator = Path.of(System.getProperty("saccade.root"), "native", "src", "test", "cpp", "emulator")
                .toString();
        assertThat(run("g++", "-std=c++17", "-fsyntax-only", "-Wno-unknown-pragmas", "-I", emulator, file.toString()))
                .isZero();
    }

    @Test
    void shouldCompileWithNvccWhereItIsInstalled() throws IOException, InterruptedException {
        String script = Path.of(System.getProperty("saccade.root"), "native", "src", "main", "cuda", "build-cubins.sh")
                .toString();
        int code = run("sh", script, directory.toString(), "sm_87");
        if (code == 4) {
            System.out.println("SKIPPED GpuSourcesTest.shouldCompileWithNvccWhereItIsInstalled: no nvcc");
        }
        assumeTrue(code != 4, "no nvcc");
        assertThat(code).isZero();
        byte[] cubin = Files.readAllBytes(directory.resolve("sm_87.cubin"));
        assertThat(new String(cubin, 1, 3, StandardCharsets.US_ASCII)).isEqualTo("ELF");
        try (Stream<String> sums = Files.lines(directory.resolve("sources.sha256"))) {
            assertThat(sums.map(line -> line.split(" +")[1]))
                    .contains("cuda/preprocess.cu", "cuda/abi.h", "cpp/arithmetic/finish.h");
        }
    }

    @Test
    void shouldHaveCompiledKernelsOnlyWhereTheBuildMadeThem() {
        boolean built = GpuSources.class.getResource("/dev/saccade/gpu/cubin/sources.sha256") != null;
        assertThat(GpuSources.cubin(1, 0)).isNull();
        if (!built) {
            assertThat(GpuSources.cubin(9, 0)).isNull();
            assertThat(GpuSources.ptx()).isNull();
        }
    }

    @Test
    void shouldBeKnownByOneIdentity() {
        assertThat(GpuSources.identity()).matches("[0-9a-f]{64}").isEqualTo(GpuSources.identity());
    }

    private static String kernelOf(int format, int channels) {
        try (PreprocessSpec spec = new PreprocessSpec();
                GpuLaunch launch = new GpuLaunch()) {
            spec.format(format).matrix(601).channels(channels);
            spec.srcWidth(16).srcHeight(8).cropWidth(16).cropHeight(8);
            spec.dstWidth(16).dstHeight(8).placeWidth(16).placeHeight(8);
            long program = GpuProgram.preprocess(spec);
            GpuProgram.launchAt(program, 0, launch);
            String name = launch.kernel().getString();
            GpuProgram.destroy(program);
            return name;
        }
    }

    private static int run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).inheritIO().start().waitFor();
    }
}
