package dev.saccade.models.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineProfiler;
import dev.saccade.engine.EngineProfilers;
import dev.saccade.frame.Cameras;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.precision.NetworkFile;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceivers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NetworkInspectorTest {
    private static final int PIXELS = InspectedNetworks.SIDE * InspectedNetworks.SIDE;
    private static final int FRAMES = 12;

    @TempDir
    Path work;

    @Test
    void shouldFindTheLayerThatWasMadeSlow() throws Exception {
        Inspection found = run(InspectedNetworks.slowSecond(work.resolve("package")));
        LayerRow slowest = found.layers().stream()
                .max(Comparator.comparingDouble(LayerRow::share))
                .orElseThrow();

        assertThat(slowest.macs()).isEqualTo(4L * PIXELS * 4 * 225);
        assertThat(slowest.share()).isGreaterThan(0.5);
        assertThat(slowest.parameterBytes()).isGreaterThanOrEqualTo(4 * 4 * 225 * 4);
    }

    @Test
    void shouldSumUpToTheWhole() throws Exception {
        Inspection found = run(InspectedNetworks.slowSecond(work.resolve("package")));
        Inspection.Timing timing = found.timing();

        assertThat(timing.runs()).isEqualTo(FRAMES);
        assertThat(found.layers()).allMatch(row -> row.calls() == null || row.calls() == FRAMES);
        assertThat(found.layers().stream().mapToDouble(LayerRow::share).sum()).isCloseTo(1, within(1e-9));
        assertThat(found.layers().stream().mapToDouble(LayerRow::typicalNs).sum())
                .isCloseTo(timing.layersNs(), within(1.0));
        assertThat(OperatorRow.of(found.layers()).stream()
                        .mapToDouble(OperatorRow::typicalNs)
                        .sum())
                .isCloseTo(timing.layersNs(), within(1.0));
        assertThat(found.macs()).isEqualTo(4L * PIXELS * 3 * 9 + 4L * PIXELS * 4 * 225);
    }

    @Test
    void shouldCountByHandWithoutARun() throws Exception {
        ModelPackage model = InspectedNetworks.slowSecond(work.resolve("package"));
        Inspection found = NetworkInspector.look(
                "made", model.model(), model.input(), profiler(), Perceivers.options(), List.of());

        assertThat(found.timing()).isNull();
        assertThat(found.layers())
                .extracting(LayerRow::operator)
                .containsExactly("Conv", "Conv", "GlobalAveragePool", "Identity");
        assertThat(found.layers())
                .extracting(LayerRow::outputBytes)
                .containsExactly(4L * PIXELS * 4, 4L * PIXELS * 4, 16L, 16L);
        assertThat(found.layers())
                .extracting(LayerRow::macs)
                .containsExactly(4L * PIXELS * 27, 4L * PIXELS * 900, null, null);
        // The second convolution: what it reads and what it makes.
        assertThat(found.memory().peakActivationBytes()).isEqualTo(2 * 4L * PIXELS * 4);
        assertThat(found.network().parameters()).isEqualTo(4 * 27 + 4 * 900);
        assertThat(found.network().parameterBytesByType())
                .containsExactly(org.assertj.core.api.Assertions.entry("fp32", 4L * (4 * 27 + 4 * 900)));
        assertThat(found.network().operators()).containsEntry("Conv", 2);
        assertThat(found.notes()).isEmpty();
    }

    @Test
    void shouldSayWhatOnlyALibraryTells() throws Exception {
        ModelPackage model = InspectedNetworks.slowSecond(work.resolve("package"));
        Inspection found =
                NetworkInspector.look("made", model.model(), model.input(), null, Perceivers.options(), List.of());

        assertThat(found.layers().get(0).outputBytes()).isNull();
        assertThat(found.layers().get(3).outputBytes()).isEqualTo(16);
        assertThat(found.memory().peakActivationBytes()).isNull();
        assertThat(found.notes()).containsExactly("3 of 4 layers have outputs whose size only a run tells");
    }

    @Test
    void shouldMeasureNodesWhateverTheirNames() throws Exception {
        ModelPackage plain = InspectedNetworks.slowSecond(work.resolve("plain"));
        String[] names = {"\"}],\n{\"cat\":\"Node\"", "<script>alert(1)</script>", "\u001b[2J", ""};
        byte[] hostile = NetworkFile.read(plain.model()).renamed(i -> names[i]);
        Inspection found = run(InspectedNetworks.write(work.resolve("hostile"), hostile));

        assertThat(found.layers()).allMatch(row -> row.calls() == null || row.calls() == FRAMES);
        assertThat(found.macs()).isEqualTo(4L * PIXELS * 27 + 4L * PIXELS * 900);
        String page = InspectionPage.of(found);
        assertThat(page).doesNotContain("<script>alert").doesNotContain("\u001b");
        assertThat(InspectionJson.of(found)).doesNotContain("\u001b");
    }

    @Test
    void shouldTakeAHundredThousandNodes() throws Exception {
        Path file = Files.write(work.resolve("long.onnx"), InspectedNetworks.chain(100_000));
        Inspection found = NetworkInspector.look("long", file, null, null, Perceivers.options(), List.of());

        assertThat(found.layers()).hasSize(100_001);
        assertThat(InspectionPage.of(found)).hasSizeLessThan(4 << 20).contains("The 2000 largest of 100001");
    }

    @Test
    void shouldRefuseWhatIsNoNetwork() throws Exception {
        byte[] whole = InspectedNetworks.chain(3);
        for (int bytes = 1; bytes < whole.length; bytes += 7) {
            Path file = Files.write(work.resolve("cut.onnx"), Arrays.copyOf(whole, bytes));
            try {
                NetworkInspector.look("cut", file, null, null, Perceivers.options(), List.of());
            } catch (ModelsException e) {
                assertThat(e.kind()).isEqualTo(ModelsException.Kind.BAD_INPUT);
                assertThat(e).hasMessageContaining(file.toString());
            }
        }
        Path text = Files.writeString(work.resolve("text.onnx"), "no network");
        assertThatThrownBy(() -> NetworkInspector.look("text", text, null, null, Perceivers.options(), List.of()))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("text.onnx");
    }

    @Test
    void shouldNameAnUnknownOperatorAndItsNode() throws Exception {
        byte[] chain = InspectedNetworks.chain(2);
        String strange = new String(chain, StandardCharsets.ISO_8859_1).replace("Relu", "Rulu");
        Path file = Files.write(work.resolve("strange.onnx"), strange.getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(
                        () -> NetworkInspector.look("strange", file, null, profiler(), Perceivers.options(), List.of()))
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("strange.onnx")
                .hasMessageContaining("Rulu")
                .hasMessageContaining("relu/0");
    }

    private static EngineProfiler profiler() {
        return EngineProfilers.of(Backend.CPU).orElseThrow();
    }

    private static Inspection run(ModelPackage model) throws Exception {
        ProfileTrial trial = new ProfileTrial(
                (memory, most) -> new FrameSupply(
                        Cameras.open("synthetic:?size=64x48&pace=max"), memory, most, MonotonicClock.SYSTEM),
                FRAMES,
                MonotonicClock.SYSTEM,
                done -> {});
        return NetworkInspector.run("made", model, profiler(), Perceivers.options(), trial, List.of());
    }
}
