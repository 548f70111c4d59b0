package dev.saccade.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SourceUriTest {
    @Test
    void shouldSplitSchemeRestAndOptionsInOrder() throws SourceException {
        SourceUri uri = SourceUri.parse("file:my clips/a b.mp4?pace=max&fps=12.5&loop=true");
        assertThat(uri.scheme()).isEqualTo("file");
        assertThat(uri.rest()).isEqualTo("my clips/a b.mp4");
        assertThat(uri.options().keySet()).containsExactly("pace", "fps", "loop");
        assertThat(uri.isPaceMax()).isTrue();
        assertThat(uri.fps(30)).isEqualTo(12.5);
        assertThat(uri.flag("loop")).isTrue();
    }

    @Test
    void shouldTakeATextWithoutSchemeAsAFile() throws SourceException {
        assertThat(SourceUri.parse("clip.mp4").scheme()).isEqualTo("file");
        assertThat(SourceUri.parse("/a/b:c.mp4").rest()).isEqualTo("/a/b:c.mp4");
    }

    @Test
    void shouldLeaveNetworkAddressesWhole() throws SourceException {
        SourceUri uri = SourceUri.parse("http://camera.local/video?user=me");
        assertThat(uri.rest()).isEqualTo("//camera.local/video?user=me");
        assertThat(uri.options()).isEmpty();
    }

    @Test
    void shouldRefuseOptionsWithoutValueOrTwice() {
        assertThatThrownBy(() -> SourceUri.parse("file:a?pace")).hasMessageContaining("'pace'");
        assertThatThrownBy(() -> SourceUri.parse("file:a?fps=1&fps=2")).hasMessageContaining("'fps=2'");
    }

    @Test
    void shouldNameUnknownOptionAndAllKnownOnes() throws SourceException {
        SourceUri uri = SourceUri.parse("file:a?pase=max");
        assertThatThrownBy(() -> uri.requireOnly(Set.of("pace", "fps")))
                .hasMessage("source file:a?pase=max: unknown option 'pase'; did you mean 'pace'?; known: fps, pace");
    }

    @Test
    void shouldCheckSizesAndNumbers() throws SourceException {
        assertThat(SourceUri.parse("synthetic:?size=640x480").size()).containsExactly(640, 480);
        assertThat(SourceUri.parse("synthetic:").size()).isNull();
        for (String size : new String[] {"640", "640x", "0x4", "16385x4", "4x99999", "-1x4", "4x4x4"}) {
            SourceUri uri = SourceUri.parse("synthetic:?size=" + size);
            assertThatThrownBy(uri::size).as(size).hasMessageContaining("size=" + size);
        }
        SourceUri uri = SourceUri.parse("synthetic:?seed=7&frames=0&fps=NaN");
        assertThat(uri.number("seed", 0, 9, 1)).isEqualTo(7);
        assertThat(uri.number("other", 0, 9, 3)).isEqualTo(3);
        assertThatThrownBy(() -> uri.number("frames", 1, 9, 1)).hasMessageContaining("frames=0");
        assertThatThrownBy(() -> uri.fps(1)).hasMessageContaining("fps=NaN");
    }
}
