package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code run --isolation process}. */
@Timeout(120)
class IsolationRunTest {
    @TempDir
    Path work;

    private String model;

    @BeforeEach
    void makeModel() throws Exception {
        model = TinyDetector.write(work.resolve("tiny")).toString();
    }

    @Test
    void shouldGoOnByTheStandbyAndWithANewProcessAfterAKill() throws Exception {
        Path report = work.resolve("r.json");

        Ran ran = Ran.saccade(
                "run",
                "--source",
                "synthetic:?fps=50",
                "--duration",
                "6",
                "--model",
                model,
                "--isolation",
                "process",
                "--backend",
                "cpu",
                "--max-age",
                "2000",
                "--hang-timeout",
                "1500",
                "--actuator",
                "none",
                "--fault",
                "worker-kill@1s",
                "--report",
                report.toString());

        assertThat(ran.code()).as(ran.err()).isZero();
        JsonNode told = new ObjectMapper().readTree(report.toFile());
        assertThat(told.at("/isolation").asText()).isEqualTo("process");
        assertThat(told.at("/engine").asText()).contains("in a process of its own");
        assertThat(told.at("/worker/restarts").asInt()).isEqualTo(1);
        assertThat(told.at("/worker/refusals").asInt()).isZero();
        assertThat(told.at("/worker/lastReason").asText()).contains("was ended by SIGKILL");
        assertThat(told.at("/faults/injected/worker-kill").asInt()).isEqualTo(1);
        assertThat(told.at("/perception/failover/standby").asText()).isEqualTo("tiny");
        assertThat(told.at("/perception/standbyResults").asInt()).isPositive();
        assertThat(ran.err()).contains("1 new processes for the engine");
    }

    @Test
    void shouldRefuseWhatDoesNotGoTogether() {
        Ran alone = Ran.saccade(
                "run", "--source", "synthetic:", "--model", model, "--isolation", "process", "--fallback", "none");
        assertThat(alone.code()).isEqualTo(2);
        assertThat(alone.err()).contains("--isolation process needs a standby");

        Ran inside = Ran.saccade("run", "--source", "synthetic:", "--model", model, "--fault", "worker-kill@1s");
        assertThat(inside.code()).isEqualTo(2);
        assertThat(inside.err()).contains("worker-kill").contains("add --isolation process");

        Ran wrong = Ran.saccade("run", "--source", "synthetic:", "--model", model, "--isolation", "thread");
        assertThat(wrong.code()).isEqualTo(2);
        assertThat(wrong.err()).contains("use none or process");
    }
}
