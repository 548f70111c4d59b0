package dev.saccade.cli.cameras;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.saccade.camera.v4l2.VideoSystem;
import dev.saccade.frame.SourceException;
import dev.saccade.v4l2.ScriptedVideo;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command on scripted devices. */
class CamerasCommandTest {
    private static final int BRIGHTNESS = 0x00980900;
    private static final int GAIN = 0x00980913;

    @TempDir
    private Path directory;

    private final StringWriter out = new StringWriter();
    private final List<Exception> thrown = new ArrayList<>();

    @BeforeEach
    void begin() {
        ScriptedVideo.reset();
    }

    @AfterEach
    void shouldCloseWhatItOpened() {
        assertThat(ScriptedVideo.held()).isZero();
    }

    private void plug(String node, int traits) throws Exception {
        Files.writeString(directory.resolve(node), "");
        ScriptedVideo.plug(node, "Front Camera", "usb-1.4", "YUYV,H264", traits);
    }

    private int cameras(String... args) {
        VideoSystem system = new VideoSystem(directory, directory.resolve("proc"), ScriptedVideo.port());
        return new CommandLine(new CamerasCommand(system))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(out, true))
                .setExecutionExceptionHandler((e, line, parsed) -> {
                    thrown.add(e);
                    return 1;
                })
                .execute(args);
    }

    private String node(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void shouldSayInOneLineThatThereIsNone() {
        assertThat(cameras()).isZero();
        assertThat(out.toString().strip()).contains("found", "plug in a camera").doesNotContain("\n");
    }

    @Test
    void shouldShowFormatsControlsAndHolders() throws Exception {
        plug("video0", 0);
        plug("video1", ScriptedVideo.METADATA);
        Path process = Files.createDirectories(directory.resolve("proc/99/fd")).getParent();
        Files.writeString(process.resolve("comm"), "viewer");
        Files.createSymbolicLink(
                process.resolve("fd/3"), directory.resolve("video0").toRealPath());
        assertThat(cameras()).isZero();
        assertThat(out.toString())
                .contains(node("video0")
                        + "  Front Camera  (driver scripted, usb-1.4)  capture  open in viewer (process 99)")
                .contains("64x48       at 30 15 frames a second")
                .contains("H264", "this program does not read it")
                .contains("DMABUF    yes")
                .contains("brightness = 128   0 to 255, default 128")
                .contains("exposure_auto = 3 (Aperture Priority Mode)")
                .contains("gain = 50   0 to 100, default 50, without effect now")
                .contains("metadata");
    }

    @Test
    void shouldWriteJson() throws Exception {
        plug("video0", 0);
        assertThat(cameras("show", node("video0"), "--json")).isZero();
        JsonNode camera =
                new ObjectMapper().readTree(out.toString()).path("cameras").path(0);
        assertThat(camera.path("device").asText()).isEqualTo(node("video0"));
        assertThat(camera.path("kind").asText()).isEqualTo("capture");
        assertThat(camera.path("dmabuf").asBoolean()).isTrue();
        assertThat(camera.path("formats")
                        .path(0)
                        .path("sizes")
                        .path(0)
                        .path("width")
                        .path("max")
                        .asInt())
                .isEqualTo(64);
        assertThat(camera.path("formats")
                        .path(0)
                        .path("sizes")
                        .path(0)
                        .path("fps")
                        .path(1)
                        .path("max")
                        .asDouble())
                .isEqualTo(15);
        assertThat(camera.path("controls").path(3).path("choices").path("1").asText())
                .isEqualTo("Manual Mode");
    }

    @Test
    void shouldWriteAnEmptyListAsJson() throws Exception {
        assertThat(cameras("--json")).isZero();
        assertThat(new ObjectMapper().readTree(out.toString()).path("cameras").size())
                .isZero();
        assertThat(out.toString()).contains("cameras");
    }

    @Test
    void shouldSetControls() throws Exception {
        plug("video0", 0);
        assertThat(cameras("set", node("video0"), "brightness=7", "gain=3")).isZero();
        assertThat(ScriptedVideo.control("video0", BRIGHTNESS)).isEqualTo(7);
        assertThat(ScriptedVideo.control("video0", GAIN)).isEqualTo(3);
    }

    @Test
    void shouldRefuseAWrongValueAndAMissingDevice() throws Exception {
        plug("video0", 0);
        cameras("set", node("video0"), "brightness=256");
        cameras("show", node("video5"));
        assertThat(thrown).hasSize(2).allSatisfy(e -> assertThat(e).isInstanceOf(SourceException.class));
        assertThat(((SourceException) thrown.get(0)).kind()).isEqualTo(SourceException.Kind.USAGE);
        assertThat(thrown.get(0)).hasMessageContaining("brightness=256 should be 0 to 255");
        assertThat(((SourceException) thrown.get(1)).kind()).isEqualTo(SourceException.Kind.NO_DEVICE);
        assertThat(thrown.get(1)).hasMessageContaining("video5 does not exist").hasMessageContaining(node("video0"));
        assertThat(cameras("set", node("video0"), "brightness")).isEqualTo(2);
    }
}
