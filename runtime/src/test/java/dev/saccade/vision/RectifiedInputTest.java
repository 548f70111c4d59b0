package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.lens.CameraView;
import dev.saccade.lens.Distortion;
import dev.saccade.lens.Lens;
import dev.saccade.model.InputSpec.Resize;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

/** A frame whose grey tells the column, looked at through a lens: each value tells where it was read. */
class RectifiedInputTest {
    private static final int WIDTH = 200;
    private static final int HEIGHT = 100;
    private static final float PAD = 114;
    private static final double[] BARREL = {-0.3, 0.05, 0, 0, 0};

    private static Lens lens(double focal) {
        return new Lens(
                WIDTH, HEIGHT, new double[] {focal, focal, 99.5, 49.5}, Distortion.PLUMB_BOB, BARREL, null, null);
    }

    private static float[] seen(CameraView view, int width, int height) {
        FrameFormat format = FrameFormat.of(PixelFormat.GRAY8, WIDTH, HEIGHT).withView(view);
        try (Frames frames = new Frames();
                FloatPointer tensor = new FloatPointer(3L * width * height);
                PreprocessPlan plan = PreprocessPlan.of(format, Models.input(width, height, Resize.STRETCH))) {
            Frame frame = frames.next(format);
            for (int y = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++) {
                    at(frame.address(0) + (long) y * frame.stride(0)).put(x, (byte) x);
                }
            }
            assertThat(plan.run(frame, tensor.address())).isPositive();
            frame.release();
            float[] values = new float[width * height];
            tensor.get(values);
            return values;
        }
    }

    private static BytePointer at(long where) {
        return new BytePointer((Pointer) null) {
            {
                address = where;
            }
        };
    }

    @Test
    void shouldShowWhatAPinholeWouldShow() {
        Lens lens = lens(150);
        float[] values = seen(new CameraView(lens, 0, 0, 0, 0), WIDTH, HEIGHT);
        double[] place = new double[2];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                assertThat(lens.locate(x, y, place)).isTrue();
                assertThat(values[y * WIDTH + x]).as("%d,%d", x, y).isCloseTo((float) place[0], within(1e-3f));
            }
        }
        // The lens pulls the outside in.
        assertThat(values[0]).isGreaterThan(5);
    }

    @Test
    void shouldPadWhatTheCameraDoesNotSee() {
        Lens wide = new Lens(
                WIDTH,
                HEIGHT,
                new double[] {150, 150, 99.5, 49.5},
                Distortion.PLUMB_BOB,
                new double[] {0, 0, 0, 0, 0},
                null,
                new double[] {75, 75, 99.5, 49.5});
        float[] values = seen(new CameraView(wide, 0, 0, 0, 0), WIDTH, HEIGHT);
        assertThat(values[50 * WIDTH]).isEqualTo(PAD);
        assertThat(values[10 * WIDTH + 100]).isEqualTo(PAD);
        assertThat(values[50 * WIDTH + 100]).isCloseTo(100.5f, within(0.01f));
    }

    @Test
    void shouldLookAtARegionOfTheRectifiedPicture() {
        Lens lens = lens(150);
        float[] whole = seen(new CameraView(lens, 0, 0, 0, 0), WIDTH, HEIGHT);
        float[] part = seen(new CameraView(lens, 31, 17, 64, 40), 64, 40);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 64; x++) {
                assertThat(part[y * 64 + x]).isEqualTo(whole[(y + 17) * WIDTH + x + 31]);
            }
        }
    }
}
