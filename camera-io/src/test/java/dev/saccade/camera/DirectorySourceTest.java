package dev.saccade.camera;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceContract;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceRig;
import dev.saccade.picture.Clips;
import dev.saccade.scene.FrameNumberReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DirectorySourceTest extends FrameSourceContract {
    private static final int FRAMES = 12;

    @TempDir
    static Path directory;

    private static Path images;

    @BeforeAll
    static void makeImages() throws SourceException, IOException {
        // Names whose plain order is not their natural order: shot-1, shot-10, shot-11, shot-2, ...
        images = Clips.images(directory.resolve("images"), "shot-%d.png", "size=160x120&frames=" + FRAMES);
        Files.writeString(images.resolve("notes.txt"), "not an image");
        Files.writeString(images.resolve(".hidden.png"), "not an image");
    }

    @Override
    protected FrameSource open(String options) throws SourceException {
        return Cameras.open("dir:" + images + (options.isEmpty() ? "" : "?" + options));
    }

    @Override
    protected int frames() {
        return FRAMES;
    }

    @Override
    protected long heapBytesPerFrame() {
        // A native name and a view of the decoded picture; the codec itself works outside the heap.
        return 1_000;
    }

    @Test
    void shouldPlayInNaturalOrderTenASecond() throws SourceException {
        try (SourceRig rig = new SourceRig(open(""), 0)) {
            assertThat(rig.source().framePeriodNs()).isEqualTo(100_000_000L);
            assertThat(rig.source().format().pixels()).isEqualTo(PixelFormat.BGR24);
            for (int i = 0; i < FRAMES; i++) {
                Frame frame = rig.lease();
                assertThat(FrameNumberReader.read(frame, 3, 1)).isEqualTo(i);
                frame.release();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg", "bmp", "ppm", "webp", "tif"})
    void shouldReadASingleImageByItsContent(String extension) throws SourceException, IOException {
        Path made = Clips.images(directory.resolve(extension), "a%d." + extension, "size=164x123&frames=1");
        Path odd = Files.copy(made.resolve("a0." + extension), directory.resolve("image-" + extension + ".dat"));
        for (Path file : List.of(made.resolve("a0." + extension), odd)) {
            try (SourceRig rig = new SourceRig(Cameras.open("file:" + file), 0)) {
                assertThat(rig.source().frameCount()).isEqualTo(1);
                Frame frame = rig.lease();
                assertThat(frame.format().width()).isEqualTo(164);
                assertThat(frame.format().height()).isEqualTo(123);
                assertThat(FrameNumberReader.read(frame, 3, 1)).isZero();
                frame.release();
                assertThat(rig.next()).isEqualTo(FrameSource.END);
            }
        }
    }

    @Test
    void shouldFollowChangesOfSize() throws SourceException, IOException {
        Path mixed = Clips.images(directory.resolve("mixed"), "a%d.png", "size=160x120&frames=2");
        Clips.images(mixed, "b%d.png", "size=330x200&frames=2");
        Clips.images(mixed, "c%d.png", "size=160x120&frames=1");
        List<Integer> widths = new ArrayList<>();
        try (SourceRig rig = new SourceRig(Cameras.open("dir:" + mixed + "?pace=max"), 0)) {
            for (Frame frame = rig.lease(); frame != null; frame = rig.lease()) {
                widths.add(frame.format().width());
                assertThat(FrameNumberReader.read(frame, 3, 1)).isBetween(0L, 1L);
                frame.release();
            }
        }
        assertThat(widths).containsExactly(160, 160, 330, 330, 160);
    }

    @Test
    void shouldNameAnImageThatCannotBeRead() throws SourceException, IOException {
        Path torn = Clips.images(directory.resolve("torn"), "a%d.png", "size=160x120&frames=3");
        byte[] whole = Files.readAllBytes(torn.resolve("a1.png"));
        Files.write(torn.resolve("a1.png"), java.util.Arrays.copyOf(whole, 50));
        try (SourceRig rig = new SourceRig(Cameras.open("dir:" + torn + "?pace=max"), 0)) {
            assertThat(rig.next()).isEqualTo(FrameSource.CAPTURED);
            assertThat(rig.next()).isEqualTo(FrameSource.FAILED);
            assertThat(rig.next()).isEqualTo(FrameSource.FAILED);
            assertThat(rig.source().fault())
                    .contains("a1.png")
                    .contains("cannot be read")
                    .doesNotContain("\n");
        }
        refuse("file:" + torn.resolve("a1.png"), "a1.png", "cannot be read");
    }

    @Test
    void shouldTellWhatIsWrongInOneLine() throws IOException {
        Path empty = Files.createDirectory(directory.resolve("empty"));
        refuse("dir:" + empty, "no images in", "empty");
        refuse("dir:" + directory.resolve("absent"), "there is no");
        refuse("dir:" + Files.writeString(directory.resolve("file.txt"), "x"), "this is a file", "file:");
    }

    private static void refuse(String uri, String... words) {
        assertThatThrownBy(() -> Cameras.open(uri).close())
                .isInstanceOfSatisfying(
                        SourceException.class, e -> assertThat(e.kind()).isEqualTo(SourceException.Kind.BAD_INPUT))
                .message()
                .contains(words)
                .doesNotContain("\n");
    }

    @Test
    void shouldCompareRunsOfDigitsByValue() {
        List<String> names = new ArrayList<>(List.of("f10", "f9", "f010", "g", "f", "f9b", "f9a10", "f9a9", "f01"));
        names.sort(ImageFiles::compareNaturally);
        assertThat(names).containsExactly("f", "f01", "f9", "f9a9", "f9a10", "f9b", "f010", "f10", "g");
    }
}
