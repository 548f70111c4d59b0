package dev.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.SourceException;
import org.junit.jupiter.api.Test;

class OpenCvSourceTest {
    @Test
    void shouldNameTheMissingDeviceAndWhatToTry() {
        assertThatThrownBy(() -> Cameras.open("opencv:987"))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.NO_DEVICE))
                .message()
                .contains("/dev/video987 does not exist")
                .containsPattern("no /dev/video\\* found|found /dev/video[0-9]+")
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseWhatIsNoIndex() {
        assertThatThrownBy(() -> Cameras.open("opencv:front"))
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.USAGE))
                .hasMessageContaining("'front'");
        assertThatThrownBy(() -> Cameras.open("opencv:0?pace=max")).hasMessageContaining("'pace'");
        assertThatThrownBy(() -> Cameras.open("opencv:0?size=big")).hasMessageContaining("size=big");
    }
}
