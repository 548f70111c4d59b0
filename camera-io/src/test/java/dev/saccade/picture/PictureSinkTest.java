package dev.saccade.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import dev.saccade.scene.FrameNumberReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PictureSinkTest {
    private static final String SCENE = "size=320x240&fps=20&frames=10";

    @TempDir
    Path directory;

    private void record(Path target, double fps, String scene) throws SourceException, IOException {
        try (Annotator annotator = new Annotator();
                SourceRig rig = new SourceRig(Cameras.open("synthetic:?pace=max&" + scene), 0);
                PictureSink sink = PictureSink.open(target, fps)) {
            for (Frame frame = rig.lease(); frame != null; frame = rig.lease()) {
                // Every other frame is missing, as when perception is slower than the camera.
                if (frame.sequence() % 2 == 0) {
                    sink.write(annotator.draw(frame, null, "test"), frame.sequence());
                }
                frame.release();
            }
        }
    }

    private List<String> names(Path where) throws IOException {
        try (Stream<Path> entries = Files.list(where)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"out.mp4", "out.mkv"})
    void shouldWriteAVideoThatPlaysAtTheFramesTimes(String name) throws SourceException, IOException {
        Path video = directory.resolve(name);
        record(video, 20, SCENE);
        assertThat(names(directory)).containsExactly(name);
        List<Long> numbers = new ArrayList<>();
        List<Long> timesMs = new ArrayList<>();
        try (SourceRig rig = new SourceRig(Cameras.open("file:" + video + "?pixels=native"), 0)) {
            for (Frame frame = rig.lease(); frame != null; frame = rig.lease()) {
                numbers.add(FrameNumberReader.read(frame));
                timesMs.add(Math.round(frame.captureNs() / 1e6));
                frame.release();
            }
        }
        assertThat(numbers).containsExactly(0L, 2L, 4L, 6L, 8L);
        assertThat(timesMs).containsExactly(0L, 100L, 200L, 300L, 400L);
    }

    @Test
    void shouldFallBackToAnotherEncoderForSizesThatH264Refuses() throws SourceException, IOException {
        Path video = directory.resolve("wide.mp4");
        record(video, 20, "size=4500x64&frames=2");
        try (FrameSource source = Cameras.open("file:" + video)) {
            assertThat(source.format().width()).isEqualTo(4500);
        }
    }

    @Test
    void shouldNumberImagesByFrame() throws SourceException, IOException {
        record(directory.resolve("shots"), 0, SCENE);
        assertThat(names(directory.resolve("shots")))
                .containsExactly(
                        "frame-000000.png",
                        "frame-000002.png",
                        "frame-000004.png",
                        "frame-000006.png",
                        "frame-000008.png");
        record(directory.resolve("photos/*.jpg"), 0, SCENE);
        assertThat(names(directory.resolve("photos"))).hasSize(5).allMatch(name -> name.endsWith(".jpg"));
        try (SourceRig rig = new SourceRig(Cameras.open("dir:" + directory.resolve("shots")), 0)) {
            rig.next();
            Frame frame = rig.lease();
            assertThat(FrameNumberReader.read(frame, 3, 1)).isEqualTo(2);
            frame.release();
        }
    }

    @Test
    void shouldReplaceAVideoOnlyWhenTheNewOneIsWhole() throws Exception {
        Path video = Files.writeString(directory.resolve("old.mp4"), "old");
        try (Annotator annotator = new Annotator();
                SourceRig rig = new SourceRig(Cameras.open("synthetic:?pace=max&" + SCENE), 0)) {
            PictureSink sink = PictureSink.open(video, 20);
            Frame frame = rig.lease();
            sink.write(annotator.draw(frame, null, ""), 0);
            assertThat(Files.readString(video)).isEqualTo("old");
            frame.release();
            sink.close();
            sink.close();
            assertThat(Files.size(video)).isGreaterThan(1_000);
            assertThat(names(directory)).containsExactly("old.mp4");
        }
    }

    @Test
    void shouldWriteNothingWithoutAPicture() throws IOException {
        PictureSink.open(directory.resolve("none.mp4"), 20).close();
        assertThat(names(directory)).isEmpty();
    }

    @Test
    void shouldRefuseAVideoThatChangesItsSize() throws IOException {
        try (Canvas small = new Canvas(64, 64);
                Canvas large = new Canvas(128, 64);
                PictureSink sink = PictureSink.open(directory.resolve("a.mp4"), 20)) {
            sink.write(small, 0);
            assertThatThrownBy(() -> sink.write(large, 1))
                    .isInstanceOf(PictureException.class)
                    .message()
                    .contains("a.mp4", "128x64", "64x64", "directory")
                    .doesNotContain("\n");
        }
    }

    @Test
    void shouldRefuseUnknownExtensionsAndBadPlaces() throws IOException {
        assertThatThrownBy(() -> PictureSink.open(directory.resolve("a.gif"), 20))
                .isInstanceOfSatisfying(
                        PictureException.class, e -> assertThat(e.isUsage()).isTrue())
                .hasMessageContaining("'.gif'")
                .hasMessageContaining("FILE.mp4");
        assertThatThrownBy(() -> PictureSink.open(directory.resolve("absent/a.mp4"), 20))
                .isInstanceOfSatisfying(
                        PictureException.class, e -> assertThat(e.isUsage()).isFalse())
                .hasMessageContaining("make it first");
        Path file = Files.writeString(directory.resolve("file"), "x");
        assertThatThrownBy(() -> PictureSink.open(file.resolve("shots"), 20))
                .isInstanceOf(PictureException.class)
                .hasMessageContaining("cannot be made");
        Files.createDirectory(directory.resolve("d.mp4"));
        assertThat(names(directory)).containsExactly("d.mp4", "file");
    }
}
