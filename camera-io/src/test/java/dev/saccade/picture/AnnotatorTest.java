package dev.saccade.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.PixelFormat;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnnotatorTest {
    private static final int WIDTH = 321;
    private static final int HEIGHT = 241;
    private static final int GREY = 0x808080;

    private static Annotator annotator;

    private final FrameRing ring = Seen.ring();

    @BeforeAll
    static void load() throws PictureException {
        annotator = new Annotator();
    }

    @AfterAll
    static void close() {
        annotator.close();
        annotator.close();
    }

    @AfterEach
    void free() {
        ring.close();
    }

    private Canvas draw(Perception seen, String words) throws PictureException {
        Seen.publish(ring, FrameFormat.of(PixelFormat.BGR24, WIDTH, HEIGHT), 7, new int[] {128});
        Frame frame = ring.leaseNewest(-1);
        Canvas canvas = annotator.draw(frame, seen, words);
        frame.release();
        return canvas;
    }

    @Test
    void shouldDrawBoxesAndTheirTagsInTheClassColour() throws PictureException {
        Detections detections = new Detections(4);
        detections.add(100, 100, 80, 60, 0.9f, 0);
        detections.add(220, 150, 60, 60, 0.8f, 1);
        ModelPackage model = Seen.model(Task.DETECTION, "person", "car");
        Canvas canvas = draw(Seen.of(model, 7, WIDTH, HEIGHT, detections), "");
        assertThat(Seen.distance(Seen.rgb(canvas, 100, 130), ClassColours.of(0)))
                .isLessThan(40);
        assertThat(Seen.distance(Seen.rgb(canvas, 180, 130), ClassColours.of(0)))
                .isLessThan(40);
        assertThat(Seen.distance(Seen.rgb(canvas, 250, 210), ClassColours.of(1)))
                .isLessThan(40);
        assertThat(Seen.rgb(canvas, 101, 97)).as("tag above the box").isEqualTo(ClassColours.of(0));
        assertThat(Seen.rgb(canvas, 140, 130)).as("inside").isEqualTo(GREY);
        assertThat(Seen.rgb(canvas, 30, 200)).as("outside").isEqualTo(GREY);
    }

    @Test
    void shouldDrawSegmentsFromEndToEnd() throws PictureException {
        Detections detections = new Detections(4);
        detections.addSegment(20, 40, 300, 40, 0.9f, 0);
        Canvas canvas = draw(Seen.of(Seen.model(Task.DETECTION), 7, WIDTH, HEIGHT, detections), "");
        for (int x : new int[] {20, 100, 200, 300}) {
            assertThat(Seen.distance(Seen.rgb(canvas, x, 40), ClassColours.of(0)))
                    .isLessThan(40);
        }
        assertThat(Seen.rgb(canvas, 160, 60)).isEqualTo(GREY);
    }

    @Test
    void shouldListClassesWithABarByScore() throws PictureException {
        Classes classes = new Classes(2);
        classes.add(1, 0.5f);
        Canvas canvas = draw(Seen.of(Seen.model(Task.CLASSIFICATION, "a", "b"), 7, WIDTH, HEIGHT, classes), "");
        Set<Integer> colours = new HashSet<>();
        for (int y = 0; y < 60; y++) {
            colours.add(Seen.rgb(canvas, 1, y));
        }
        assertThat(colours).contains(ClassColours.of(1)).doesNotContain(ClassColours.of(0));
    }

    @Test
    void shouldTintTheMaskAndLeaveTheBackground() throws PictureException {
        byte[] pixels = {0, 1, 2, 1};
        try (SegmentationMask mask = Seen.mask(2, 2, 3, pixels)) {
            mask.map(0, 0, WIDTH / 2f, HEIGHT / 2f);
            ModelPackage model = Seen.model(Task.SEGMENTATION, "background", "road", "grass");
            Canvas canvas = draw(Seen.of(model, 7, WIDTH, HEIGHT, mask), "");
            assertThat(Seen.rgb(canvas, 40, 60)).isEqualTo(GREY);
            assertThat(Seen.distance(Seen.rgb(canvas, 250, 200), mean(ClassColours.of(1))))
                    .isLessThan(2);
            assertThat(Seen.distance(Seen.rgb(canvas, 40, 200), mean(ClassColours.of(2))))
                    .isLessThan(2);
        }
    }

    private static int mean(int rgb) {
        int red = (ClassColours.red(rgb) + 128) / 2;
        int green = (ClassColours.green(rgb) + 128) / 2;
        int blue = (ClassColours.blue(rgb) + 128) / 2;
        return red << 16 | green << 8 | blue;
    }

    @Test
    void shouldAddAStripBelowAndKeepSizesEven() throws PictureException {
        Canvas canvas = draw(null, "SAFE");
        assertThat(canvas.width()).isEqualTo(WIDTH + 1);
        assertThat(canvas.height()).isGreaterThan(HEIGHT + 10).isEven();
        int leftInk = 0;
        int rightInk = 0;
        for (int y = HEIGHT + 1; y < canvas.height(); y++) {
            for (int x = 0; x < WIDTH; x++) {
                boolean ink = Seen.bgr(canvas, x, y)[1] > 128;
                leftInk += ink && x < WIDTH / 2 ? 1 : 0;
                rightInk += ink && x >= WIDTH * 3 / 4 ? 1 : 0;
            }
        }
        assertThat(leftInk).as("frame number").isGreaterThan(20);
        assertThat(rightInk).as("the caller's words").isGreaterThan(20);
        assertThat(Seen.rgb(canvas, 5, HEIGHT - 1)).isEqualTo(GREY);
    }

    @Test
    void shouldSurviveBoxesOutsideTheFrameAndWordsWithoutRoom() throws PictureException {
        Detections detections = new Detections(4);
        detections.add(-500, -500, 5000, 5000, 0.9f, 900);
        detections.add(Float.NaN, 0, Float.NaN, 10, Float.NaN, 0);
        detections.add(319, 239, 0.5f, 0.5f, 0.1f, 1);
        ModelPackage model = Seen.model(Task.DETECTION, "naïve → label");
        Canvas canvas = draw(Seen.of(model, 7, WIDTH, HEIGHT, detections), "words ".repeat(100));
        assertThat(Seen.rgb(canvas, 160, 200)).isEqualTo(GREY);
    }

    @ParameterizedTest
    @CsvSource({
        // The same red in each layout, matrix and range: Y, Cb, Cr by ITU-R BT.601 and BT.709.
        "I420, 601, false, 81, 90, 240",
        "NV12, 601, false, 81, 90, 240",
        "YUYV, 601, false, 81, 90, 240",
        "UYVY, 601, false, 81, 90, 240",
        "I420, 709, false, 63, 102, 240",
        "I420, 601, true, 76, 85, 255",
        "NV12, 709, true, 54, 99, 255",
    })
    void shouldShowTheRightColours(PixelFormat pixels, int matrix, boolean full, int y, int u, int v)
            throws PictureException {
        FrameFormat format = new FrameFormat(pixels, WIDTH, HEIGHT, matrix, full);
        switch (pixels) {
            case I420 -> Seen.publish(ring, format, 1, new int[] {y}, new int[] {u}, new int[] {v});
            case NV12 -> Seen.publish(ring, format, 1, new int[] {y}, new int[] {u, v});
            case YUYV -> Seen.publish(ring, format, 1, new int[] {y, u, y, v});
            default -> Seen.publish(ring, format, 1, new int[] {u, y, v, y});
        }
        expectPicture(0xff0000, 6);
    }

    @Test
    void shouldShowPackedAndGreyFramesAsTheyAre() throws PictureException {
        Seen.publish(ring, FrameFormat.of(PixelFormat.RGB24, WIDTH, HEIGHT), 1, new int[] {10, 120, 250});
        expectPicture(0x0a78fa, 0);
        Seen.publish(ring, FrameFormat.of(PixelFormat.BGR24, WIDTH, HEIGHT), 2, new int[] {250, 120, 10});
        expectPicture(0x0a78fa, 0);
        Seen.publish(ring, FrameFormat.of(PixelFormat.GRAY8, WIDTH, HEIGHT), 3, new int[] {77});
        expectPicture(0x4d4d4d, 1);
    }

    private void expectPicture(int rgb, int tolerance) throws PictureException {
        Frame frame = ring.leaseNewest(-1);
        Canvas canvas = annotator.draw(frame, null, "");
        frame.release();
        for (int[] at : new int[][] {{0, 0}, {WIDTH / 2, HEIGHT / 2}, {WIDTH - 1, HEIGHT - 1}}) {
            assertThat(Seen.distance(Seen.rgb(canvas, at[0], at[1]), rgb))
                    .as("%06x at %d,%d", Seen.rgb(canvas, at[0], at[1]), at[0], at[1])
                    .isLessThanOrEqualTo(tolerance);
        }
    }

    @Test
    void shouldGiveNeighbouringClassesDistinctColours() {
        for (int a = 0; a < 80; a++) {
            for (int b = a + 1; b < a + 8; b++) {
                assertThat(Seen.distance(ClassColours.of(a), ClassColours.of(b)))
                        .as("classes %d and %d", a, b)
                        .isGreaterThan(30);
            }
        }
    }
}
