package dev.saccade.internal.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void shouldReadTheKernelsLists() {
        List<Integer> cpus = new ArrayList<>();
        Processor.parse("0-3,8,10-11", cpus);
        assertThat(cpus).containsExactly(0, 1, 2, 3, 8, 10, 11);
    }

    @Test
    void shouldGiveEveryPoolThreadAllProcessorsButOne() {
        List<Integer> cpus = List.of(0, 1, 4);
        assertThat(Processor.affinities(3, 1, cpus)).isEqualTo("1,5;1,5");
        assertThat(Processor.affinities(2, 9, cpus)).isEqualTo("1,2,5");
        assertThat(Processor.affinities(1, 1, cpus)).as("the caller alone").isNull();
        assertThat(Processor.affinities(2, -1, cpus)).as("nothing to avoid").isNull();
        assertThat(Processor.affinities(2, 3, List.of(3)))
                .as("no other processor")
                .isNull();
    }

    @Test
    void shouldTellThisProcessorApart() {
        assertThat(Processor.identity()).contains(System.getProperty("os.arch")).doesNotContain("MHz");
    }
}
