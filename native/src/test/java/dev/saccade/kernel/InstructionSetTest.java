package dev.saccade.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Looks into the objects that the build made: the instructions of a level are there, and those of a higher are not. */
class InstructionSetTest {
    private static final Path OBJECTS = Path.of("target", "native");
    private static final Pattern WIDE = Pattern.compile("%zmm");
    private static final Pattern MIDDLE = Pattern.compile("%ymm");

    @BeforeEach
    void needX86AndBinutils() throws IOException, InterruptedException {
        boolean x86 = !System.getProperty("os.arch").equals("aarch64");
        if (!x86) {
            System.out.println("SKIPPED InstructionSetTest: the levels of x86-64 are not built on this processor");
        }
        assumeTrue(x86);
        boolean there = true;
        try {
            run("objdump", "--version");
        } catch (IOException e) {
            there = false;
            System.out.println("SKIPPED InstructionSetTest: no objdump; install binutils");
        }
        assumeTrue(there);
    }

    @ParameterizedTest
    @ValueSource(strings = {"preprocess", "softmax", "masks", "anchors", "heatmaps", "soundness"})
    void shouldUseTheRegistersOfItsLevelAndNoneAbove(String object) throws IOException, InterruptedException {
        String v2 = disassemble("v2", object);
        String v3 = disassemble("v3", object);
        String v4 = disassemble("v4", object);
        assertThat(WIDE.matcher(v4).find())
                .as("v4 %s has 512-bit registers", object)
                .isTrue();
        assertThat(MIDDLE.matcher(v3).find())
                .as("v3 %s has 256-bit registers", object)
                .isTrue();
        assertThat(WIDE.matcher(v3).find())
                .as("v3 %s has 512-bit registers", object)
                .isFalse();
        assertThat(MIDDLE.matcher(v2).find() || WIDE.matcher(v2).find())
                .as("v2 %s has registers over 128 bits", object)
                .isFalse();
    }

    @Test
    void shouldUseTheInstructionsThatThePreprocessIsMadeOf() throws IOException, InterruptedException {
        assertThat(disassemble("v4", "preprocess"))
                .containsPattern("vpermt2w|vpermi2w")
                .containsPattern("vpmaddubsw.*zmm")
                .containsPattern("vpmaddwd.*zmm");
        assertThat(disassemble("v3", "preprocess"))
                .containsPattern("vpshufb.*ymm")
                .containsPattern("vpmaddwd.*ymm")
                .doesNotContain("gather");
        assertThat(disassemble("v2", "preprocess")).containsPattern("\\spshufb").containsPattern("\\spmaddwd");
    }

    @Test
    void shouldShareNoSymbolBetweenLevels() throws IOException, InterruptedException {
        for (String level : List.of("v2", "v3", "v4")) {
            for (Path object : objects(level)) {
                for (String line :
                        run("nm", "--defined-only", object.toString()).lines().toList()) {
                    String[] columns = line.trim().split(" +");
                    if (columns.length != 3) {
                        continue;
                    }
                    // Weak and unique symbols are what a linker merges between objects.
                    assertThat(columns[1]).as("%s: %s", object, line).doesNotMatch("[WwVvu]");
                    boolean external = Character.isUpperCase(columns[1].charAt(0));
                    assertThat(!external || columns[2].startsWith("_ZN7saccade2" + level))
                            .as("%s: %s is of the level's own namespace", object, line)
                            .isTrue();
                }
            }
        }
    }

    private static List<Path> objects(String level) throws IOException {
        try (Stream<Path> files = Files.list(OBJECTS.resolve(level))) {
            List<Path> objects = files.filter(p -> p.toString().endsWith(".o")).toList();
            assertThat(objects).isNotEmpty();
            return objects;
        }
    }

    private static String disassemble(String level, String object) throws IOException, InterruptedException {
        return run("objdump", "-d", "--no-show-raw-insn", OBJECTS.resolve(level) + "/" + object + ".o");
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
        return output;
    }
}
