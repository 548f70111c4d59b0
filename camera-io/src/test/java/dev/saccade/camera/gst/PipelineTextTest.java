package dev.saccade.camera.gst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import org.junit.jupiter.api.Test;

class PipelineTextTest {
    private static PipelineText of(String uri) throws SourceException {
        return PipelineText.of(SourceUri.parse(uri).text());
    }

    @Test
    void shouldLeaveThePipelinesOwnQuestionMarksAlone() throws SourceException {
        PipelineText text = of("gst:rtspsrc location=rtsp://cam/x?a=1&a=2&b ! decodebin");
        assertThat(text.launch())
                .isEqualTo("rtspsrc location=rtsp://cam/x?a=1&a=2&b ! decodebin ! appsink name=saccade");
        assertThat(text.upstreamNs()).isEqualTo(150_000_000);
        assertThat(of("gst:a location=b?c=d?upstream=20").launch()).startsWith("a location=b?c=d !");
        assertThat(of("gst:a location=b?c=d?upstream=20").upstreamNs()).isEqualTo(20_000_000);
    }

    @Test
    void shouldAppendASinkOnlyWhereThereIsNone() throws SourceException {
        assertThat(of("gst:a ! appsink").launch()).isEqualTo("a ! appsink");
        assertThat(of("gst:a!appsink name=x").launch()).isEqualTo("a!appsink name=x");
        assertThat(of("gst:a ! myappsink").launch()).endsWith("! appsink name=saccade");
    }

    @Test
    void shouldShowNoCredentials() throws SourceException {
        String shown = of("gst:rtspsrc location=rtsp://joe:p@ss@cam/x?token=abc user-id=joe2 user-pw=\"my pass\" ! d")
                .shown();
        assertThat(shown).doesNotContain("joe", "p@ss", "abc", "my pass").contains("rtspsrc", "cam/x", "! d");
        assertThat(PipelineError.of("element e", "gst-resource-error-quark", 15, "no", "f.c(1):\nrtsp://a:b@h/ refused")
                        .line())
                .isEqualTo("element e: no (rtsp://***@h/ refused): give it a right name and password");
    }

    @Test
    void shouldSayWhatToInstallWhereGstreamerIsAbsent() {
        assertThatThrownBy(() -> Gstreamer.load("gst:x", () -> {
                    throw new UnsatisfiedLinkError("libgstreamer-1.0.so.0");
                }))
                .isInstanceOfSatisfying(SourceException.class, e -> {
                    assertThat(e.kind()).isEqualTo(SourceException.Kind.NO_DEVICE);
                    assertThat(e.getMessage())
                            .contains("libgstreamer1.0-0", "gstreamer1.0-plugins-base", "gstreamer1.0-plugins-good")
                            .doesNotContain("\n");
                });
    }
}
