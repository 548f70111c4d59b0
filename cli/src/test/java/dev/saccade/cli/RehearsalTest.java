package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RehearsalTest {
    @Test
    void shouldRunAMadeUpClipThroughAMadeUpModel(@TempDir Path work) throws IOException {
        Rehearsal.main(new String[] {work.toString()});

        JsonNode report =
                new ObjectMapper().readTree(work.resolve("report.json").toFile());
        assertThat(report.at("/exit").asInt(-1)).isZero();
        assertThat(report.at("/frames/processed").asInt()).isPositive();
        assertThat(report.at("/source").asText()).endsWith("clip.y4m");
    }
}
