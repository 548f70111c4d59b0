package dev.saccade.camera.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceRig;
import dev.saccade.frame.ViewedSource;
import dev.saccade.lens.CameraView;
import dev.saccade.lens.Distortion;
import dev.saccade.lens.Lens;
import dev.saccade.vision.Rectifier;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_imgcodecs;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** OpenCV as an independent reader of the same calibration: its rectified picture is ours. */
class RectifierAgainstOpenCvTest {
    private static final double[] CAMERA = {400, 405, 322.2, 236.4};
    private static final int INTERIOR = 4;

    @TempDir
    private Path directory;

    private static double[] coefficients(Distortion model) {
        return switch (model) {
            case PLUMB_BOB -> new double[] {-0.25, 0.07, 0.002, -0.003, -0.005};
            case RATIONAL_POLYNOMIAL -> new double[] {0.2, 0.05, 0.001, -0.002, 0.01, 0.45, 0.1, 0.02};
            case EQUIDISTANT -> new double[] {-0.03, 0.01, -0.004, 0.001};
        };
    }

    /** Smooth in all directions, so that OpenCV's positions in 32nds of a pixel cost less than a grey level. */
    private static BufferedImage picture() {
        BufferedImage picture = new BufferedImage(640, 480, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < 480; y++) {
            for (int x = 0; x < 640; x++) {
                int red = (int) Math.round(127 + 100 * StrictMath.sin(x / 17.0 + y / 60.0));
                int green = (int) Math.round(127 + 100 * StrictMath.cos(y / 14.0 - x / 80.0));
                int blue = (int) Math.round(127 + 100 * StrictMath.sin((x + y) / 25.0));
                picture.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return picture;
    }

    private static Mat matrix(int rows, int columns, double... numbers) {
        Mat matrix = new Mat(rows, columns, opencv_core.CV_64F);
        try (DoubleIndexer at = matrix.createIndexer()) {
            for (int i = 0; i < numbers.length; i++) {
                at.put(i / columns, i % columns, numbers[i]);
            }
        }
        return matrix;
    }

    private static Mat rectifiedByOpenCv(Path file, Distortion model) {
        Mat rectified = new Mat();
        double[] k = coefficients(model);
        try (Mat picture = opencv_imgcodecs.imread(file.toString());
                Mat camera = matrix(3, 3, CAMERA[0], 0, CAMERA[2], 0, CAMERA[1], CAMERA[3], 0, 0, 1);
                Mat bends = matrix(1, k.length, k);
                Mat upright = Mat.eye(3, 3, opencv_core.CV_64F).asMat();
                Mat mapX = new Mat();
                Mat mapY = new Mat();
                Size size = new Size(640, 480);
                Scalar black = new Scalar(0)) {
            if (model == Distortion.EQUIDISTANT) {
                opencv_calib3d.fisheyeInitUndistortRectifyMap(
                        camera, bends, upright, camera, size, opencv_core.CV_32FC1, mapX, mapY);
            } else {
                opencv_calib3d.initUndistortRectifyMap(
                        camera, bends, upright, camera, size, opencv_core.CV_32FC1, mapX, mapY);
            }
            opencv_imgproc.remap(
                    picture, rectified, mapX, mapY, opencv_imgproc.INTER_LINEAR, opencv_core.BORDER_CONSTANT, black);
        }
        return rectified;
    }

    @ParameterizedTest
    @EnumSource(Distortion.class)
    void shouldRectifyAsOpenCvDoes(Distortion model) throws Exception {
        Loader.load(opencv_calib3d.class);
        Path file = directory.resolve("picture.png");
        ImageIO.write(picture(), "png", file.toFile());
        Lens lens = new Lens(640, 480, CAMERA, model, coefficients(model), null, null);
        CameraView view = new CameraView(lens, 0, 0, 0, 0);
        try (SourceRig rig = new SourceRig(ViewedSource.of(Cameras.open("file:" + file), view), 0);
                Mat theirs = rectifiedByOpenCv(file, model);
                Mat ours = new Mat(480, 640, opencv_core.CV_8UC3)) {
            Frame frame = rig.lease();
            try (Rectifier rectifier = new Rectifier(frame.format())) {
                assertThat(rectifier.run(frame, ours.data().address(), (int) ours.step()))
                        .isTrue();
            }
            frame.release();
            compare(lens, ours, theirs);
        }
    }

    private static void compare(Lens lens, Mat ours, Mat theirs) {
        double[] at = new double[2];
        int compared = 0;
        int farthest = 0;
        try (UByteIndexer a = ours.createIndexer();
                UByteIndexer b = theirs.createIndexer()) {
            for (int y = 0; y < 480; y++) {
                for (int x = 0; x < 640; x++) {
                    boolean inside = lens.locate(x, y, at)
                            && at[0] > INTERIOR
                            && at[1] > INTERIOR
                            && at[0] < 639 - INTERIOR
                            && at[1] < 479 - INTERIOR;
                    for (int c = 0; inside && c < 3; c++) {
                        farthest = Math.max(farthest, Math.abs(a.get(y, x, c) - b.get(y, x, c)));
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(400_000);
        assertThat(farthest).isLessThanOrEqualTo(1);
    }
}
