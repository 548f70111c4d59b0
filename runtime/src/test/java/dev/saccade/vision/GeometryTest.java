package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.lens.CameraView;
import dev.saccade.model.InputSpec.Resize;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GeometryTest {
    @Test
    void shouldStretchBothAxes() {
        Geometry g = of(Resize.STRETCH, PixelFormat.BGR24, 1280, 720, 512, 512);

        assertRectangle(g, "read 0,0 1280x720, lies at 0,0 512x512");
        assertThat(g.sourceX(256)).isEqualTo(640);
        assertThat(g.sourceY(128)).isEqualTo(180);
    }

    @ParameterizedTest
    @CsvSource({
        "1280, 720, 640, 640, 0, 140, 640, 360",
        "720, 1280, 640, 640, 140, 0, 360, 640",
        "768, 576, 640, 640, 0, 80, 640, 480",
        "640, 480, 640, 480, 0, 0, 640, 480",
        // 333 * 640 / 500 = 426.24, remainder 214
        "500, 333, 640, 640, 0, 107, 640, 426",
        // an odd remainder of 213: the smaller half goes to the top
        "1000, 667, 640, 640, 0, 106, 640, 427",
        // halves round up: 100 * 25 / 200 = 12.5
        "200, 100, 25, 25, 0, 6, 25, 13",
        "16384, 1, 32, 32, 0, 15, 32, 1"
    })
    void shouldCentreALetterbox(int w, int h, int tw, int th, int x, int y, int pw, int ph) {
        Geometry g = of(Resize.LETTERBOX, PixelFormat.BGR24, w, h, tw, th);

        assertRectangle(g, "read 0,0 " + w + "x" + h + ", lies at " + x + "," + y + " " + pw + "x" + ph);
    }

    @ParameterizedTest
    @CsvSource({
        "BGR24, 1280, 720, 224, 224, 280, 0, 720, 720",
        "BGR24, 720, 1280, 224, 224, 0, 280, 720, 720",
        "BGR24, 640, 480, 320, 240, 0, 0, 640, 480",
        "BGR24, 643, 480, 224, 224, 81, 0, 480, 480",
        // shared chroma: even left edge; even top edge where rows share it too
        "YUYV, 643, 480, 224, 224, 80, 0, 480, 480",
        "NV12, 480, 643, 224, 224, 0, 80, 480, 480",
        "YUYV, 480, 643, 224, 224, 0, 81, 480, 480"
    })
    void shouldCentreACrop(PixelFormat pixels, int w, int h, int tw, int th, int x, int y, int cw, int ch) {
        Geometry g = of(Resize.CROP, pixels, w, h, tw, th);

        assertRectangle(g, "read " + x + "," + y + " " + cw + "x" + ch + ", lies at 0,0 " + tw + "x" + th);
    }

    @ParameterizedTest
    @CsvSource({
        "STRETCH, BGR24, 11, 7, 101, 51, 11, 7, 101, 51, 0, 0, 64, 64",
        "STRETCH, NV12, 11, 7, 101, 51, 10, 6, 101, 51, 0, 0, 64, 64",
        "LETTERBOX, BGR24, 100, 50, 200, 100, 100, 50, 200, 100, 0, 16, 64, 32",
        "CROP, BGR24, 100, 50, 200, 100, 150, 50, 100, 100, 0, 0, 64, 64"
    })
    void shouldLookAtARegionOnly(
            Resize resize,
            PixelFormat pixels,
            int x,
            int y,
            int w,
            int h,
            int cx,
            int cy,
            int cw,
            int ch,
            int px,
            int py,
            int pw,
            int ph) {
        FrameFormat format = FrameFormat.of(pixels, 640, 480).withView(new CameraView(null, x, y, w, h));
        Geometry g = Geometry.of(Models.input(64, 64, resize), format);

        assertRectangle(
                g, "read " + cx + "," + cy + " " + cw + "x" + ch + ", lies at " + px + "," + py + " " + pw + "x" + ph);
        assertThat(g.sourceX(px)).isEqualTo(cx);
        assertThat(g.sourceY(py + ph)).isEqualTo(cy + ch);
    }

    @Test
    void shouldLeadBackFromModelToSource() {
        long seed = Long.getLong("saccade.seed", System.nanoTime());
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Resize resize =
                    List.of(Resize.STRETCH, Resize.LETTERBOX, Resize.CROP).get(i % 3);
            int w = 1 + random.nextInt(2000);
            int h = 1 + random.nextInt(2000);
            Geometry g = of(resize, PixelFormat.BGR24, w, h, 1 + random.nextInt(800), 1 + random.nextInt(800));
            float x = random.nextFloat() * w;
            float y = random.nextFloat() * h;

            // The way in, written out independently of the way back.
            float modelX = (x - g.cropX) * g.placeWidth / g.cropWidth + g.placeX;
            float modelY = (y - g.cropY) * g.placeHeight / g.cropHeight + g.placeY;

            assertThat(g.sourceX(modelX)).as("seed %d", seed).isCloseTo(x, within(2e-3f * Math.max(1, w / 100f)));
            assertThat(g.sourceY(modelY)).as("seed %d", seed).isCloseTo(y, within(2e-3f * Math.max(1, h / 100f)));
            assertThat(g.cropX + g.cropWidth).as("seed %d", seed).isLessThanOrEqualTo(w);
            assertThat(g.cropY + g.cropHeight).as("seed %d", seed).isLessThanOrEqualTo(h);
            assertThat(g.placeX).as("seed %d", seed).isNotNegative();
            assertThat(g.placeWidth).as("seed %d", seed).isPositive();
        }
    }

    private static Geometry of(Resize resize, PixelFormat pixels, int w, int h, int tensorWidth, int tensorHeight) {
        return Geometry.of(Models.input(tensorWidth, tensorHeight, resize), FrameFormat.of(pixels, w, h));
    }

    private static void assertRectangle(Geometry g, String expected) {
        String crop = g.cropX + "," + g.cropY + " " + g.cropWidth + "x" + g.cropHeight;
        String place = g.placeX + "," + g.placeY + " " + g.placeWidth + "x" + g.placeHeight;
        assertThat("read " + crop + ", lies at " + place).isEqualTo(expected);
    }
}
