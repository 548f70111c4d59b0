package dev.saccade.models.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.precision.NetworkFile.Node;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MultiplyAccumulatesTest {
    private static final Map<String, List<Long>> SIZES = Map.of(
            "image", List.of(1L, 3L, 8L, 8L),
            "filter", List.of(16L, 3L, 3L, 3L),
            "features", List.of(1L, 16L, 4L, 4L),
            "depthwise", List.of(16L, 1L, 5L, 5L),
            "up", List.of(16L, 8L, 2L, 2L),
            "row", List.of(1L, 32L),
            "column", List.of(32L, 1L),
            "matrix", List.of(32L, 10L),
            "scores", List.of(1L, 10L),
            "huge", List.of(1L << 62, 1L << 62));

    @Test
    void shouldCountConvolutions() {
        assertThat(macs("Conv", "features", "image", "filter")).isEqualTo(16 * 4 * 4 * 3 * 3 * 3);
        assertThat(macs("Conv", "features", "features", "depthwise")).isEqualTo(16 * 4 * 4 * 5 * 5);
        assertThat(macs("QLinearConv", "features", "image", "s", "z", "filter")).isEqualTo(16 * 4 * 4 * 27);
        assertThat(macs("ConvTranspose", "big", "features", "up")).isEqualTo(16 * 4 * 4 * 8 * 2 * 2);
    }

    @Test
    void shouldCountMatrixProducts() {
        assertThat(macs("MatMul", "scores", "row", "matrix")).isEqualTo(10 * 32);
        assertThat(macs("Gemm", "scores", "row", "matrix")).isEqualTo(10 * 32);
        Node transposed = node("Gemm", Map.of("transA", List.of(1L)), "scores", "column", "matrix");
        assertThat(MultiplyAccumulates.of(transposed, SIZES::get)).isEqualTo(10 * 32);
    }

    @Test
    void shouldNotGuess() {
        assertThat(macs("Relu", "features", "features")).isNull();
        assertThat(macs("Conv", "unknown", "image", "filter")).isNull();
        assertThat(macs("Conv", "features", "image", "unknown")).isNull();
        assertThat(macs("Conv", "features")).isNull();
        assertThat(macs("MatMul", "huge", "row", "matrix")).isNull();
    }

    private static Long macs(String operator, String output, String... inputs) {
        return MultiplyAccumulates.of(node(operator, Map.of(), output, inputs), SIZES::get);
    }

    private static Node node(String operator, Map<String, List<Long>> integers, String output, String... inputs) {
        return new Node("n", operator, "", List.of(inputs), List.of(output), integers, List.of());
    }
}
