package dev.saccade.models.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.fuzz.Mutation;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.InputLuma;
import dev.saccade.models.repository.TinyPackage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecordedStatisticsTest {
    @TempDir
    Path dir;

    private Path record;
    private ModelPackage model;

    @BeforeEach
    void write() throws Exception {
        model = ModelPackages.read(TinyPackage.write(dir.resolve("tiny"), "weights"));
        record = dir.resolve("observed");
        FrameStatistics some = new FrameStatistics(model);
        try (Shown shown = new Shown(model);
                InputLuma luma = new InputLuma()) {
            some.add(luma, shown.frame(100), shown.answer(1, 0.75f));
            some.add(luma, shown.frame(200), shown.answer(1, 0.25f));
        }
        Observation observation = new Observation(
                model, "a back end", "dir:flight", "00", some, new Spread(DriftWatch.WINDOW, 0.5, 0.25, Double.NaN));
        ObservationRecord.write(observation, record, "me", Instant.EPOCH, Instant.EPOCH);
    }

    @Test
    void shouldReadWhatAnObservationWrote() throws Exception {
        RecordedStatistics read = RecordedStatistics.read(record).orElseThrow();
        assertThat(read.luma()[100 / 16]).isEqualTo(1);
        assertThat(read.luma()[200 / 16]).isEqualTo(1);
        assertThat(read.outputName()).isEqualTo("topScore");
        assertThat(read.output()[15]).isEqualTo(1);
        assertThat(read.spread().luma()).isEqualTo(0.5);
        assertThat(read.spread().output()).isEqualTo(0.25);
        assertThat(read.spread().labels()).isNaN();
        assertThat(read.isComparable(model.thresholds().score(), "topScore")).isTrue();
        assertThat(read.isComparable(0.9, "topScore")).isFalse();
        assertThat(read.labels()).isEqualTo(Map.of("dog", model.thresholds().score() > 0.25f ? 1L : 2L));
    }

    @Test
    void shouldReadOrRefuseDamagedRecords() throws Exception {
        Path file = record.resolve(RecordedStatistics.FILE);
        Mutation.of(file, 1000, PackageException.class, () -> RecordedStatistics.read(record));
    }

    @Test
    void shouldFindNoneWhereThereAreNone() throws Exception {
        assertThat(RecordedStatistics.read(dir.resolve("nowhere"))).isEmpty();
        Files.writeString(record.resolve("record.yaml"), "creator: me\n");
        assertThat(RecordedStatistics.read(record)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'max: 256','max: 255',statistics.luma",
        "'window: 256','window: many',statistics.spread.window",
        "'luma: 0.5','luma: -1',statistics.spread.luma",
        "'    \"dog\": ','    \"dog\": -',statistics.labels",
        "'bins: [','bins: [7, ',statistics.luma.bins"
    })
    void shouldRefuseWhatCannotBeRightInOneLine(String before, String after, String key) throws Exception {
        Path file = record.resolve("record.yaml");
        String text = Files.readString(file);
        assertThat(text).contains(before);
        Files.writeString(file, text.replace(before, after));
        assertThatThrownBy(() -> RecordedStatistics.read(record))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(file.toString(), key, "models observe")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }

    @Test
    void shouldNotWriteOverAnythingThatIsThere() throws Exception {
        Observation observation = new Observation(model, "", "", "", new FrameStatistics(model), Spread.UNKNOWN);
        assertThatThrownBy(() -> ObservationRecord.write(observation, record, "me", Instant.EPOCH, Instant.EPOCH))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("exists and is not empty");
    }
}
