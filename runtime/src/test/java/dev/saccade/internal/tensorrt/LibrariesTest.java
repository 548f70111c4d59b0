package dev.saccade.internal.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LibrariesTest {
    private static Versions untouched() {
        throw new AssertionError("the classes were touched before the driver answered");
    }

    @Test
    void shouldTouchNoClassWithoutADriverOrADevice() {
        assertThat(Libraries.ask(() -> -1, LibrariesTest::untouched).reason()).contains("no NVIDIA driver");
        assertThat(Libraries.ask(() -> 0, LibrariesTest::untouched).reason()).contains("no GPU");
        assertThat(Libraries.ask(() -> -1100, LibrariesTest::untouched).devices())
                .isZero();
    }

    @Test
    void shouldSayThatOurOwnLibraryDoesNotLoad() {
        assertThat(Libraries.ask(
                                () -> {
                                    throw new UnsatisfiedLinkError("no jniSaccade\nin java.library.path");
                                },
                                LibrariesTest::untouched)
                        .reason())
                .contains("no jniSaccade)", "mvn process-classes")
                .doesNotContain("\n");
    }

    @Test
    void shouldSayWhichLibraryTheLinkerMissed() {
        UnsatisfiedLinkError error = new UnsatisfiedLinkError("no jninvinfer in java.library.path");
        error.initCause(new UnsatisfiedLinkError("libnvinfer.so.10: cannot open shared object file"));
        assertThat(absent(error))
                .startsWith("TensorRT: libraries are absent (libnvinfer.so.10: cannot open")
                .contains("SACCADE_PROFILE=gpu", "-P gpu", "install TensorRT")
                .doesNotContain("\n");
    }

    @Test
    void shouldSayThatTheClassesAreAbsent() {
        assertThat(absent(new NoClassDefFoundError("org/bytedeco/cuda/global/cudart")))
                .startsWith("TensorRT: its classes are absent (org/bytedeco/cuda/global/cudart)")
                .contains("SACCADE_PROFILE=gpu");
    }

    private static String absent(LinkageError error) {
        return Libraries.ask(() -> 1, () -> {
                    throw error;
                })
                .reason();
    }

    @ParameterizedTest
    @CsvSource({
        "100600, 100300, 10.3.0, older, 10.6",
        "110201, 101501, 10.15.1, older, SACCADE_TENSORRT=10.15",
        "100600, 110201, 11.2.1, newer, SACCADE_TENSORRT=11.2"
    })
    void shouldRefuseALibraryThatTheClassesCannotCall(
            int classes, int library, String found, String age, String remedy) {
        Libraries.Answer answer = Libraries.ask(() -> 1, () -> new Versions(classes, library));
        assertThat(answer.reason())
                .startsWith("TensorRT: version mismatch: libnvinfer is " + found + ", " + age)
                .contains(remedy)
                .doesNotContain("--backend");
        assertThat(answer.version()).isNull();
    }

    @ParameterizedTest
    @CsvSource({"100600, 100600, 10.6.0", "100600, 101501, 10.15.1", "110201, 110201, 11.2.1"})
    void shouldTakeALibraryOfTheSameMajorVersionThatIsNoOlder(int classes, int library, String version) {
        Libraries.Answer answer = Libraries.ask(() -> 2, () -> new Versions(classes, library));
        assertThat(answer.reason()).isNull();
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.devices()).isEqualTo(2);
    }
}
