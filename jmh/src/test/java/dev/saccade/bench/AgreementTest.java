package dev.saccade.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.bench.Agreement.Box;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgreementTest {
    private static final Box PERSON = new Box("person", 0.6, 10, 10, 40, 80);

    @Test
    void shouldMatchTheSameBox() {
        assertThat(shareOf(PERSON, new Box("person", 0.61, 10, 10.5, 40, 80))).isEqualTo(1);
    }

    @Test
    void shouldRefuseAShiftAnotherScoreAndAnotherLabel() {
        assertThat(shareOf(PERSON, new Box("person", 0.6, 14, 10, 40, 80))).isZero();
        assertThat(shareOf(PERSON, new Box("person", 0.63, 10, 10, 40, 80))).isZero();
        assertThat(shareOf(PERSON, new Box("dog", 0.6, 10, 10, 40, 80))).isZero();
    }

    @Test
    void shouldUseEachCounterpartOnce() {
        Agreement agreement = Agreement.of(Map.of(0L, List.of(PERSON, PERSON)), Map.of(0L, List.of(PERSON)));

        assertThat(agreement).isEqualTo(new Agreement(2, 1));
    }

    @Test
    void shouldCountAMissingFrameAgainstTheShareAndIgnoreWeakBoxes() {
        Map<Long, List<Box>> these = Map.of(0L, List.of(PERSON), 1L, List.of(new Box("person", 0.3, 0, 0, 9, 9)));

        assertThat(Agreement.of(these, Map.of())).isEqualTo(new Agreement(1, 0));
    }

    @Test
    void shouldReadLines(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("p.jsonl");
        Files.writeString(
                file,
                "{\"frame\":7,\"backend\":\"CPU\",\"detections\":"
                        + "[{\"label\":\"person\",\"score\":0.6,\"box\":[10,10,40,80]}]}\n");

        assertThat(Agreement.read(file)).isEqualTo(Map.of(7L, List.of(PERSON)));
    }

    private static double shareOf(Box a, Box b) {
        return Agreement.of(Map.of(0L, List.of(a)), Map.of(0L, List.of(b))).share();
    }
}
