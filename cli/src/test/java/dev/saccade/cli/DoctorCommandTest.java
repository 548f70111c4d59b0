package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorCommandTest {
    @TempDir
    Path work;

    @Test
    void shouldMeasureBothLoopsAndSayWhetherTheMachineHolds() throws IOException {
        Path json = work.resolve("doctor.json");

        Ran ran = Ran.saccade("doctor", "--seconds", "1", "--json", json.toString());

        JsonNode told = new ObjectMapper().readTree(json.toFile());
        assertThat(ran.code()).isEqualTo(told.get("holds").asBoolean() ? 0 : 1);
        assertThat(told.at("/wakeUp/saccade/ticks").asLong()).isEqualTo(1000);
        assertThat(told.at("/wakeUp/cpp/ticks").asLong()).isEqualTo(1000);
        assertThat(told.at("/wakeUp/cpp/p50Ns").asLong()).isPositive();
        assertThat(told.at("/machine/kernel").asText()).isEqualTo(System.getProperty("os.version"));
        assertThat(told.at("/machine/processors").size()).isPositive();
        assertThat(told.at("/kernelLevel").asInt()).isPositive();
        boolean permitted = told.at("/machine/fifo").asBoolean();
        assertThat(told.at("/changes").findValuesAsText("id").contains("fifo")).isEqualTo(!permitted);
    }

    @Test
    void shouldRefuseATimeThatCannotBe() {
        Ran ran = Ran.saccade("doctor", "--seconds", "0");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.refusal()).contains("--seconds 0").contains("1 to 3600");
    }

    @Test
    void shouldRefuseAFileThatCannotBeWrittenBeforeItMeasures() {
        Ran ran =
                Ran.saccade("doctor", "--json", work.resolve("none/doctor.json").toString());

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.refusal()).contains("does not exist");
    }
}
