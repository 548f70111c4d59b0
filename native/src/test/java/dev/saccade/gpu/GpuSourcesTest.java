package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.kernel.Preprocess;
import dev.saccade.kernel.PreprocessSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GpuSourcesTest {
    private static final Pattern KERNEL = Pattern.compile("^(?:KERNEL|PREPROCESS)\\((\\w+)", Pattern.MULTILINE);
    private static final Pattern LINE = Pattern.compile("#line (\\d+) \"(.+)\"");

    /** In the place of nvcc: two architectures, and a "compiled" file that tells how it was called. */
    private static final String NVCC = """
            #!/bin/sh
            case $1 in
                --list-gpu-code) printf 'sm_80\\nsm_87\\nsm_90\\n'; exit ;;
                --list-gpu-arch) printf 'compute_80\\ncompute_75\\n'; exit ;;
            esac
            arguments="$*"
            while [ "$1" != -o ]; do shift; done
            echo "$arguments" >"$2"
            """;

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
        Process compiler = new ProcessBuilder(
                        "g++", "-std=c++17", "-fsyntax-only", "-Wno-unknown-pragmas", "-I", emulator, file.toString())
                .inheritIO()
                .start();
        assertThat(compiler.waitFor()).isZero();
    }

    @Test
    void shouldNameTheSourcesOfWhatNvccCompiled() throws IOException, InterruptedException {
        Path nvcc = Files.writeString(directory.resolve("nvcc"), NVCC);
        Files.setPosixFilePermissions(nvcc, PosixFilePermissions.fromString("rwx------"));
        Path out = directory.resolve("out");
        assertThat(build(nvcc, out)).isZero();
        assertThat(Files.readString(out.resolve("sm_87.cubin")))
                .contains("-arch=sm_87 ", "--fmad=false ", "saccade.cu");
        assertThat(out.resolve("sm_90.cubin")).exists();
        assertThat(out.resolve("sm_110.cubin"))
                .as("this compiler does not know it")
                .doesNotExist();
        assertThat(Files.readString(out.resolve("kernels.ptx"))).contains("-arch=compute_75 ");

        byte[] sums = Files.readAllBytes(out.resolve("sources.sha256"));
        assertThat(new String(sums, StandardCharsets.UTF_8))
                .contains("cuda/preprocess.cu", "cuda/abi.h", "cpp/arithmetic/finish.h");
        assertThat(GpuSources.areOfTheseSources(sums)).isTrue();
        sums[0] = (byte) (sums[0] == '0' ? '1' : '0');
        assertThat(GpuSources.areOfTheseSources(sums)).isFalse();
    }

    /** The sums speak for every file that lies beside them. */
    @Test
    void shouldLeaveNothingBesideTheSumsThatItDidNotCompile() throws IOException, InterruptedException {
        Path nvcc = Files.writeString(directory.resolve("nvcc"), NVCC);
        Files.setPosixFilePermissions(nvcc, PosixFilePermissions.fromString("rwx------"));
        Path out = Files.createDirectory(directory.resolve("out"));
        Path orin = Files.writeString(out.resolve("sm_87.cubin"), "of other sources");
        Path hopper = Files.writeString(out.resolve("sm_90.cubin"), "of other sources");
        Path ptx = Files.writeString(out.resolve("kernels.ptx"), "of other sources");
        assertThat(build(nvcc, out, "sm_90")).isZero();
        assertThat(orin).doesNotExist();
        assertThat(hopper).content().contains("-arch=sm_90 ");
        assertThat(ptx).content().contains("-arch=compute_75 ");

        Files.writeString(nvcc, NVCC.replace("sm_87", "sm_89"));
        Files.writeString(hopper, "of an earlier run");
        assertThat(build(nvcc, out, "sm_90", "sm_89")).isZero();
        assertThat(hopper).as("of the same sources").hasContent("of an earlier run");
        assertThat(build(nvcc, out, "sm_89")).isZero();
        assertThat(hopper).as("not asked for").doesNotExist();
        assertThat(out.resolve("sm_89.cubin")).exists();
        assertThat(out.resolve("sources.sha256")).exists();
    }

    @Test
    void shouldRefuseWrongArguments() throws IOException, InterruptedException {
        Path nvcc = Files.writeString(directory.resolve("nvcc"), NVCC);
        Files.setPosixFilePermissions(nvcc, PosixFilePermissions.fromString("rwx------"));
        Path out = directory.resolve("out");
        assertThat(run(nvcc)).isEqualTo(2);
        assertThat(run(nvcc, "--wrong")).isEqualTo(2);
        assertThat(run(nvcc, "--help")).isZero();
        assertThat(build(nvcc, out, "sm_1")).isEqualTo(2);
        assertThat(out).doesNotExist();
        assertThat(build(nvcc, Path.of("/proc/x"))).isEqualTo(2);
    }

    @Test
    void shouldSayThatThereIsNoNvccAndFailWhenItFails() throws IOException, InterruptedException {
        assertThat(build(directory.resolve("absent"), directory.resolve("out"))).isEqualTo(4);
        Path nvcc = Files.writeString(directory.resolve("nvcc"), "#!/bin/sh\nexit 1\n");
        Files.setPosixFilePermissions(nvcc, PosixFilePermissions.fromString("rwx------"));
        assertThat(build(nvcc, directory.resolve("out"))).isEqualTo(1);
        assertThat(directory.resolve("out").resolve("sources.sha256")).doesNotExist();
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

    private static int build(Path nvcc, Path out, String... architectures) throws IOException, InterruptedException {
        return run(
                nvcc,
                Stream.concat(Stream.of(out.toString()), Stream.of(architectures))
                        .toArray(String[]::new));
    }

    private static int run(Path nvcc, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("saccade.root"), "native", "src", "main", "cuda", "build-cubins.sh")
                .toString());
        command.addAll(List.of(arguments));
        ProcessBuilder build = new ProcessBuilder(command);
        build.environment().put("NVCC", nvcc.toString());
        return build.inheritIO().start().waitFor();
    }
}
