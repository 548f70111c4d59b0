package dev.saccade.internal.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.FrameMemories;
import dev.saccade.frame.FrameMemory;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.internal.tensorrt.run.PinnedRanges;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;

class PinnedFrameMemoryTest {
    @Test
    void shouldBeFoundAndServeNothingBeforeAnEngineIsLoaded() {
        assertThat(ServiceLoader.load(FrameMemory.class))
                .anySatisfy(memory -> assertThat(memory).isInstanceOf(PinnedFrameMemory.class));
        assertThat(new PinnedFrameMemory().isUsable()).isFalse();
        assertThat(FrameMemories.best()).isSameAs(HostFrameMemory.INSTANCE);
    }

    @Test
    void shouldKnowWhatLiesInARange() {
        PinnedRanges ranges = new PinnedRanges();
        ranges.add(1000, 100);
        ranges.add(5000, 10);
        assertThat(ranges.covers(1000, 100)).isTrue();
        assertThat(ranges.covers(1050, 51)).isFalse();
        assertThat(ranges.covers(999, 1)).isFalse();
        assertThat(ranges.covers(5000, 10)).isTrue();
        ranges.remove(1000);
        assertThat(ranges.covers(1000, 1)).isFalse();
        assertThat(ranges.covers(5009, 1)).isTrue();
    }
}
