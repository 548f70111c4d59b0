package dev.saccade.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.model.ModelPackage;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnginesTest {
    private final List<Backend> asked = new ArrayList<>();

    /** Unavailable for a reason, or refusing with one, or neither: then it gives null for an engine. */
    private EngineProvider provider(Backend backend, String reason, String refusal) {
        return new EngineProvider() {
            @Override
            public Backend backend() {
                return backend;
            }

            @Override
            public int priority() {
                return 0;
            }

            @Override
            public String unavailable() {
                return reason;
            }

            @Override
            public Engine load(ModelPackage model, EngineOptions options) throws EngineException {
                asked.add(backend);
                if (refusal != null) {
                    throw new EngineException(false, refusal, null);
                }
                return null;
            }
        };
    }

    private void load(Backend backend, EngineProvider... providers) throws EngineException {
        Engines.load(List.of(providers), null, backend, null);
    }

    @Test
    void shouldServeOnTheCpuWhenTheGpuHasNoEngineOfTheModel() throws EngineException {
        load(Backend.AUTO, provider(Backend.TENSORRT, null, "no engine of person"), provider(Backend.CPU, null, null));
        assertThat(asked).containsExactly(Backend.TENSORRT, Backend.CPU);
    }

    @Test
    void shouldRefuseWhenTheGpuWasAskedForByName() {
        assertThatThrownBy(() -> load(
                        Backend.TENSORRT,
                        provider(Backend.TENSORRT, null, "no engine of person"),
                        provider(Backend.CPU, null, null)))
                .isInstanceOf(EngineException.class)
                .hasMessage("no engine of person");
        assertThat(asked).containsExactly(Backend.TENSORRT);
    }

    @Test
    void shouldRefuseWithTheReasonOfTheCpu() {
        assertThatThrownBy(() -> load(
                        Backend.AUTO,
                        provider(Backend.TENSORRT, null, "no engine of person"),
                        provider(Backend.CPU, null, "model.onnx: no graph")))
                .isInstanceOf(EngineException.class)
                .hasMessage("model.onnx: no graph");
    }

    @Test
    void shouldOfferTheCpuToWhomTheGpuIsMissing() {
        assertThatThrownBy(() -> load(Backend.TENSORRT, provider(Backend.TENSORRT, "no driver: install it", null)))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.isMissingDevice())
                        .isTrue())
                .hasMessage("no driver: install it, or run with --backend cpu");
    }

    @Test
    void shouldNameEveryReasonWhenNothingIsThere() {
        assertThatThrownBy(() -> load(
                        Backend.AUTO,
                        provider(Backend.TENSORRT, null, "no engine of person"),
                        provider(Backend.CPU, "no library", null)))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.isMissingDevice())
                        .isTrue())
                .hasMessage("no engine of person; no library");
    }
}
