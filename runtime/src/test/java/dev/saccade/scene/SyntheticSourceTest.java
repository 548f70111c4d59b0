package dev.saccade.scene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceContract;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntheticSourceTest extends FrameSourceContract {
    @Override
    protected FrameSource open(String options) throws SourceException {
        return Cameras.open("synthetic:?size=160x120&frames=" + frames() + (options.isEmpty() ? "" : "&" + options));
    }

    @Override
    protected FrameSource openEndless() throws SourceException {
        return Cameras.open("synthetic:?size=160x120&pace=max");
    }

    @Override
    protected int frames() {
        return 40;
    }

    @Override
    protected boolean canLoop() {
        return false;
    }

    @Test
    void shouldDefaultToEndless640x480At30() throws SourceException {
        try (FrameSource source = Cameras.open("synthetic:")) {
            assertThat(source.format().width()).isEqualTo(640);
            assertThat(source.format().height()).isEqualTo(480);
            assertThat(source.format().pixels()).isEqualTo(PixelFormat.I420);
            assertThat(source.framePeriodNs()).isEqualTo(33_333_333L);
            assertThat(source.frameCount()).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"16x16", "17x33", "161x121", "640x480", "1281x721"})
    void shouldBurnInTheFrameNumberAtAnySize(String size) throws SourceException {
        boolean readable = Integer.parseInt(size.substring(0, size.indexOf('x'))) >= 41;
        try (SourceRig rig = new SourceRig(Cameras.open("synthetic:?pace=max&frames=12&size=" + size), 0)) {
            for (int i = 0; i < 12; i++) {
                Frame frame = rig.lease();
                assertThat(readable ? FrameNumberReader.read(frame) : i).isEqualTo(i);
                frame.release();
            }
        }
    }

    @Test
    void shouldDifferBySeed() throws SourceException {
        assertThat(firstChecksum("seed=1")).isEqualTo(firstChecksum("seed=1")).isNotEqualTo(firstChecksum("seed=2"));
    }

    private static long firstChecksum(String options) throws SourceException {
        try (SourceRig rig = new SourceRig(Cameras.open("synthetic:?" + options), 0)) {
            Frame frame = rig.lease();
            long sum = NativeBytes.checksum(frame);
            frame.release();
            return sum;
        }
    }

    @Test
    void shouldRefuseSmallScenesAndNames() {
        assertThatThrownBy(() -> Cameras.open("synthetic:?size=8x8")).hasMessageContaining("at least size=16x16");
        assertThatThrownBy(() -> Cameras.open("synthetic:town")).hasMessageContaining("'town'");
    }
}
