package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.lens.CameraView;
import dev.saccade.pipeline.ScriptedSource;
import org.junit.jupiter.api.Test;

class ViewedSourceTest {
    private static final long MS = 1_000_000;
    private final CameraView view = new CameraView(null, 0, 0, 4, 2);

    /** Changes its size with the third frame. */
    private static final class Changing extends ScriptedSource {
        private final FrameFormat second;
        private int captured;
        private boolean closed;

        Changing(int width, int height) {
            super(0, MS, 8, true);
            second = FrameFormat.of(PixelFormat.GRAY8, width, height);
        }

        @Override
        public FrameFormat format() {
            return captured < 2 ? super.format() : second;
        }

        @Override
        public int capture(FrameSlot slot, long nowNs) {
            captured++;
            return super.capture(slot, nowNs);
        }

        @Override
        public void close() {
            closed = true;
            super.close();
        }
    }

    @Test
    void shouldGiveItsViewToEveryFrameAndFollowANewSize() throws Exception {
        try (FrameSource source = ViewedSource.of(new Changing(32, 16), view);
                FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            FrameFormat first = source.format();
            assertThat(first.view()).isSameAs(view);
            FrameSlot slot = ring.acquire();
            slot.prepare(first);
            assertThat(source.capture(slot, 0)).isEqualTo(FrameSource.CAPTURED);
            assertThat(slot.format()).isSameAs(first).isSameAs(source.format());
            source.capture(slot, MS);
            assertThat(source.format().width()).isEqualTo(32);
            assertThat(source.format().view()).isSameAs(view);
            ring.abandon(slot);
        }
    }

    @Test
    void shouldFailWhenANewSizeDoesNotFit() throws Exception {
        try (FrameSource source = ViewedSource.of(new Changing(3, 3), view);
                FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            FrameSlot slot = ring.acquire();
            slot.prepare(source.format());
            source.capture(slot, 0);
            assertThat(source.capture(slot, MS)).isEqualTo(FrameSource.FAILED);
            assertThat(source.fault()).contains("0,0,4x2").contains("3x3");
            ring.abandon(slot);
        }
    }

    @Test
    void shouldRefuseAViewThatDoesNotFitAndCloseTheSource() {
        Changing source = new Changing(8, 8);
        assertThatThrownBy(() -> ViewedSource.of(source, new CameraView(null, 0, 0, 9999, 2)))
                .isInstanceOf(SourceException.class)
                .hasMessageContaining("9999x2");
        assertThat(source.closed).isTrue();
    }
}
