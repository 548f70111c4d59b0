package dev.saccade.gpu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CppObjectTest {
    private static final int EINVAL = 22;

    @BeforeAll
    static void compile(@TempDir Path directory) throws IOException, InterruptedException {
        Path library = directory.resolve("libdestroyed.so");
        String headers = System.getProperty("java.home") + "/include";
        Path log = directory.resolve("log");
        int status = new ProcessBuilder(
                        "g++",
                        "-std=c++17",
                        "-shared",
                        "-fPIC",
                        "-I" + headers,
                        "-I" + headers + "/linux",
                        "src/test/cpp/destroyed_objects.cpp",
                        "-o",
                        library.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start()
                .waitFor();
        assertThat(status).as(() -> read(log)).isZero();
        System.load(library.toString());
    }

    private static String read(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            return e.toString();
        }
    }

    static native long derived();

    static native long late();

    static native int destroyed();

    static native int freed();

    @Test
    void shouldRunTheDestructorsOfTheRealClassAndFreeItsMemory() {
        int destroyed = destroyed();
        int freed = freed();
        assertThat(CppObject.delete(derived(), CppObject.DESTRUCTOR_FIRST)).isZero();
        assertThat(destroyed() - destroyed).as("derived, then base").isEqualTo(11);
        assertThat(freed() - freed).isEqualTo(1);
    }

    @Test
    void shouldFindADestructorBehindOtherFunctions() {
        int destroyed = destroyed();
        int freed = freed();
        assertThat(CppObject.delete(late(), 3)).isZero();
        assertThat(destroyed() - destroyed).isEqualTo(1);
        assertThat(freed() - freed).isEqualTo(1);
    }

    @Test
    void shouldRefuseWhatCannotBeAnObject() {
        assertThat(CppObject.delete(0, CppObject.DESTRUCTOR_FIRST)).isEqualTo(-EINVAL);
        assertThat(CppObject.delete(1, 0))
                .as("the destructor that frees nothing")
                .isEqualTo(-EINVAL);
    }
}
