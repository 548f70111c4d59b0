package dev.saccade.camera;

import dev.saccade.frame.ClipFeed;
import dev.saccade.frame.LiveFeed;
import dev.saccade.frame.LiveSourceContract;
import dev.saccade.frame.Mishap;
import dev.saccade.frame.SourceException;
import dev.saccade.picture.Clips;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** Files and directories at their own rate, again and again. */
class ClipLiveTest {
    private static final String SCENE = "size=64x48&fps=25&frames=30";
    private static final long PERIOD_NS = 40_000_000;

    @TempDir
    static Path directory;

    private static Path whole;
    private static Path damaged;
    private static Path images;
    private static Path mixed;

    @BeforeAll
    static void make() throws SourceException, IOException {
        whole = Clips.write(directory.resolve("a.avi"), "avi", "mjpeg", avutil.AV_PIX_FMT_YUVJ420P, SCENE);
        byte[] bytes = Files.readAllBytes(whole);
        int hit = bytes.length / 2;
        while ((bytes[hit] & 0xff) != 0xff || (bytes[hit + 1] & 0xff) != 0xd8) {
            hit++;
        }
        Arrays.fill(bytes, hit + 2, hit + 600, (byte) 0);
        damaged = Files.write(directory.resolve("b.avi"), bytes);
        images = Clips.images(directory.resolve("images"), "a%02d.png", SCENE);
        mixed = Clips.images(directory.resolve("mixed"), "a%02d.png", "size=64x48&frames=10");
        Clips.images(mixed, "b%02d.png", "size=96x64&frames=10");
        // The same picture twice.
        Files.copy(images.resolve("a07.png"), images.resolve("a07b.png"));
    }

    private abstract static class Looping extends LiveSourceContract {
        @Override
        protected LiveFeed fastFeed() throws Exception {
            return new ClipFeed(uri(null) + "&pace=max", PERIOD_NS);
        }

        @Override
        protected LiveFeed feed(Mishap planned) {
            return new ClipFeed(uri(planned), PERIOD_NS);
        }

        abstract String uri(Mishap planned);

        @Override
        protected boolean passesOverOldPictures() {
            return false;
        }
    }

    @Nested
    class OfFile extends Looping {
        @Override
        String uri(Mishap planned) {
            return "file:" + (planned == Mishap.TORN ? damaged : whole) + "?loop=true";
        }

        @Override
        protected Set<Mishap> mishaps() {
            return Set.of(Mishap.TORN, Mishap.LATE);
        }

        @Override
        protected int manyFrames() {
            return 100_000;
        }
    }

    @Nested
    class OfDirectory extends Looping {
        @Override
        String uri(Mishap planned) {
            return "dir:" + (planned == Mishap.RESIZE ? mixed : images) + "?loop=true&fps=25";
        }

        @Override
        protected Set<Mishap> mishaps() {
            return Set.of(Mishap.LATE, Mishap.REPEAT, Mishap.RESIZE);
        }

        @Override
        protected int manyFrames() {
            return 4_000;
        }

        @Override
        protected long heapBytesPerFrame() {
            // A native name and a view of the decoded picture; the codec itself works outside the heap.
            return 1_000;
        }
    }
}
