package dev.saccade.internal.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorRtProviderTest {
    @ParameterizedTest
    @CsvSource({
        "-1, libcuda.so.1, install",
        "0, no GPU, CUDA_VISIBLE_DEVICES",
        "-1035, too old, newer",
        "-1100, no device, nvidia-smi",
        "-1802, not ready, fabricmanager",
        "-1803, differ, reboot",
        "-1999, unknown, nvidia_uvm",
        "-1719, answers 719, CUresult",
        "-7, answer -7, nvidia-smi"
    })
    void shouldNameWhatIsMissingAndWhatToDo(int answer, String missing, String remedy) {
        assertThat(Driver.explain(answer))
                .startsWith("TensorRT: ")
                .contains(missing, remedy)
                .doesNotContain("--backend")
                .doesNotContain("\n");
    }

    @Test
    void shouldBeTriedBeforeTheCpuAndRefuseInOneLine() {
        EngineProvider gpu = provider(Backend.TENSORRT);
        assertThat(gpu.priority()).isGreaterThan(provider(Backend.CPU).priority());
        String reason = gpu.unavailable();
        assertThat(reason).startsWith("TensorRT: ").doesNotContain("--backend").doesNotContain("\n");
        assertThatThrownBy(() -> gpu.load(null, new EngineOptions(1, false, -1, null)))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.isMissingDevice())
                        .isTrue())
                .hasMessage(reason);
    }

    private static EngineProvider provider(Backend backend) {
        return ServiceLoader.load(EngineProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(p -> p.backend() == backend)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldRefuseADeviceThatIsNotThere() throws EngineException {
        Libraries.checkDevice(1, 2);
        assertThatThrownBy(() -> Libraries.checkDevice(2, 2))
                .isInstanceOfSatisfying(EngineException.class, e -> assertThat(e.isMissingDevice())
                        .isTrue())
                .hasMessage("--device cuda:2: there are 2 GPUs; use cuda:0 to cuda:1");
        assertThatThrownBy(() -> Libraries.checkDevice(1, 1)).hasMessage("--device cuda:1: there is 1 GPU; use cuda:0");
    }
}
