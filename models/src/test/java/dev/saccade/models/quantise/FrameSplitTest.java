package dev.saccade.models.quantise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameDigest;
import dev.saccade.models.gate.FrameStore;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.time.MonotonicClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which frames calibrate, which choose and which judge. */
class FrameSplitTest {
    @TempDir
    Path work;

    @Test
    void shouldShareNoPictureAndLeaveNoneOut() throws Exception {
        FrameSplit split = FrameSplit.of(store(work, 64));

        List<String> all = new ArrayList<>();
        Stream.of(List.of(split.calibration(), split.selection()), split.finals())
                .flatMap(List::stream)
                .flatMap(List::stream)
                .forEach(frame -> all.add(frame.sha256()));
        assertThat(all).hasSize(64).doesNotHaveDuplicates();
        assertThat(split.calibration()).hasSize(32);
        assertThat(split.selection()).hasSize(16);
        assertThat(split.finals()).extracting(List::size).containsExactly(8, 8);
    }

    @Test
    void shouldKeepOneLastSetWhereASecondWouldBeSmall() throws Exception {
        assertThat(FrameSplit.of(store(work, 63)).finals())
                .extracting(List::size)
                .containsExactly(15);
    }

    @Test
    void shouldCountAPictureThatComesAgainOnce() throws Exception {
        FrameStore store = store(work, 7);
        List<FrameStore.Stored> twice = new ArrayList<>(store.frames());
        twice.addAll(store.frames());

        FrameStore again;
        try (FrameSupply supply = store.supply(twice, MonotonicClock.SYSTEM)) {
            again = FrameStore.take(supply, 14, Files.createDirectories(work.resolve("again")), read -> {});
        }

        assertThat(again.frames()).hasSize(14);
        assertThatThrownBy(() -> FrameSplit.of(again))
                .isInstanceOf(ModelsException.class)
                .hasMessageContaining("14 frames, 7 different ones");
    }

    @Test
    void shouldPassOverPicturesThatAreLeftOut() throws Exception {
        List<String> all =
                store(work, 6).frames().stream().map(FrameStore.Stored::sha256).toList();
        Set<String> without = Set.of(all.get(0), all.get(3));

        List<String> given = new ArrayList<>();
        try (FrameSupply supply = new FrameSupply(
                Cameras.open("synthetic:?size=64x48&pace=max"),
                HostFrameMemory.INSTANCE,
                4,
                MonotonicClock.SYSTEM,
                without)) {
            for (Frame frame = supply.next(); frame != null; frame = supply.next()) {
                given.add(FrameDigest.of(frame));
                frame.release();
            }
        }

        assertThat(given).containsExactly(all.get(1), all.get(2), all.get(4), all.get(5));
    }

    private static FrameStore store(Path directory, int frames) throws Exception {
        try (FrameSupply supply = new FrameSupply(
                Cameras.open("synthetic:?size=64x48&pace=max"),
                HostFrameMemory.INSTANCE,
                frames,
                MonotonicClock.SYSTEM)) {
            return FrameStore.take(supply, frames, directory, read -> {});
        }
    }
}
