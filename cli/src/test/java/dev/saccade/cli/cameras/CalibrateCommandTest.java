package dev.saccade.cli.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.camera.calibration.CalibrationException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CalibrateCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final List<Exception> thrown = new ArrayList<>();

    private int calibrate(String... args) {
        List<String> line = new ArrayList<>(List.of("calibrate"));
        line.addAll(List.of(args));
        line.add("--out=" + directory.resolve("camera.yaml"));
        return new CommandLine(new CamerasCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .setExecutionExceptionHandler((e, failed, parsed) -> {
                    thrown.add(e);
                    return 1;
                })
                .execute(line.toArray(new String[0]));
    }

    @ParameterizedTest
    @CsvSource({
        "--board=2x2, --square=25mm, --model=plumb_bob, inner corners",
        "--board=9x6, --square=25, --model=plumb_bob, 25mm",
        "--board=9x6, --square=25mm, --model=round, equidistant"
    })
    void shouldRefuseWhatCannotBeMeant(String board, String square, String model, String told) {
        assertThat(calibrate("--source=synthetic:", board, square, model)).isEqualTo(2);
        assertThat(out.toString()).contains(told);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void shouldWantPicturesFromSomewhere() {
        assertThat(calibrate("--board=9x6", "--square=25mm")).isEqualTo(2);
        assertThat(out.toString()).contains("--source", "--pictures");
    }

    @Test
    void shouldWriteNothingWhenTheViewsDoNotSuffice() {
        int code =
                calibrate("--source=synthetic:?size=320x240&frames=3&pace=max&seed=1", "--board=9x6", "--square=25mm");
        assertThat(code).isEqualTo(1);
        assertThat(out.toString()).contains("0 views of 3 pictures (3 without the whole board");
        assertThat(thrown).singleElement().isInstanceOf(CalibrationException.class);
        assertThat(thrown.get(0)).hasMessageContaining("at least 8");
        assertThat(directory).isEmptyDirectory();
    }
}
