package dev.saccade.camera.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceRig;
import dev.saccade.lens.CameraView;
import dev.saccade.lens.Distortion;
import dev.saccade.lens.Lens;
import dev.saccade.lens.LensFile;
import java.awt.image.BufferedImage;
import java.awt.image.ConvolveOp;
import java.awt.image.Kernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Views that are drawn through a known lens by our formulas, and solved by OpenCV's. */
class CalibrationTest {
    private static final Board BOARD = new Board(9, 6, 25);
    private static final double[] CAMERA = {520, 515, 327.3, 232.8};

    @TempDir
    private Path directory;

    private int shots;

    private static Lens lens(Distortion model) {
        double[] coefficients =
                switch (model) {
                    case PLUMB_BOB -> new double[] {-0.24, 0.09, 0.001, -0.0015, 0};
                    case RATIONAL_POLYNOMIAL -> new double[] {0.2, 0.05, 0.0005, -0.001, 0, 0.45, 0.1, 0};
                    case EQUIDISTANT -> new double[] {-0.02, 0.008, 0, 0};
                };
        return new Lens(640, 480, CAMERA, model, coefficients, null, null);
    }

    /** Near and far, in every part of the picture, tilted each way. */
    private static List<BufferedImage> shots(Lens lens) {
        BoardPainter painter = new BoardPainter(lens, BOARD);
        List<BufferedImage> shots = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            double x = (i % 3 - 1) * 130;
            double y = (i / 3 - 1) * 105;
            shots.add(painter.paint(x, y, 480, -0.3 * (i % 3 - 1), 0.3 * (i / 3 - 1)));
        }
        for (int i = 0; i < 4; i++) {
            int column = i % 2;
            int row = i / 2;
            shots.add(painter.paint(column * 60 - 30, row * 40 - 20, 420, column * 1.0 - 0.5, row * 0.9 - 0.45));
        }
        return shots;
    }

    private Path save(BufferedImage picture) throws Exception {
        Path file = directory.resolve("shot" + shots++ + ".png");
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }

    private Offer offer(BoardViews views, BufferedImage picture) throws Exception {
        Path file = save(picture);
        try (SourceRig rig = new SourceRig(Cameras.open("file:" + file), 0)) {
            Frame frame = rig.lease();
            Offer became = views.offer(frame, file.getFileName().toString());
            frame.release();
            return became;
        }
    }

    private BoardViews views(List<BufferedImage> shots) throws Exception {
        BoardViews views = new BoardViews(BOARD);
        for (BufferedImage shot : shots) {
            assertThat(offer(views, shot)).as("shot " + (this.shots - 1)).isEqualTo(Offer.TAKEN);
        }
        return views;
    }

    /**
     * Focal lengths to 0.5 %, the centre to 2 pixels; and, since coefficients trade against each other, the lens as a
     * whole: no ray within the views meets a pixel farther than two from where it should.
     */
    @ParameterizedTest
    @EnumSource(Distortion.class)
    void shouldFindTheCameraThatDrewTheViews(Distortion model) throws Exception {
        Lens truth = lens(model);
        CalibratedCamera found = views(shots(truth)).solve(model);
        assertThat(found.error()).isLessThan(0.25);
        assertThat(found.viewErrors()).hasSize(13);
        assertThat(Arrays.stream(found.viewErrors()).max().orElseThrow()).isLessThan(0.5);
        for (int i = 0; i < 2; i++) {
            assertThat(found.camera()[i]).isCloseTo(CAMERA[i], within(0.005 * CAMERA[i]));
            assertThat(found.camera()[2 + i]).isCloseTo(CAMERA[2 + i], within(2.0));
        }
        if (model == Distortion.PLUMB_BOB) {
            assertThat(found.coefficients()[0]).isCloseTo(-0.24, within(0.02));
            assertThat(found.coefficients()[2]).isCloseTo(0.001, within(0.001));
            assertThat(found.coefficients()[3]).isCloseTo(-0.0015, within(0.001));
        }
        double[] wanted = new double[2];
        double[] got = new double[2];
        // The same rays: pixels of the rectified picture with the true focal lengths. A centre that moved stands for a
        // camera that is turned, which the views cannot tell apart.
        double a = (found.camera()[2] - CAMERA[2]) / CAMERA[0];
        double b = (found.camera()[3] - CAMERA[3]) / CAMERA[1];
        double[] turned = {1, 0, a, 0, 1, b, -a, -b, 1};
        Lens compared = new Lens(640, 480, found.camera(), model, found.coefficients(), turned, CAMERA);
        double farthest = 0;
        for (int y = 80; y <= 400; y += 20) {
            for (int x = 100; x <= 540; x += 20) {
                assertThat(truth.locate(x, y, wanted)).isTrue();
                assertThat(compared.locate(x, y, got)).isTrue();
                double dx = got[0] - wanted[0];
                double dy = got[1] - wanted[1];
                farthest = Math.max(farthest, Math.sqrt(dx * dx + dy * dy));
            }
        }
        assertThat(farthest).isLessThan(2);
    }

    @Test
    void shouldWriteWhatTheRunReads() throws Exception {
        CalibratedCamera camera = new CalibratedCamera(
                640,
                480,
                CAMERA,
                Distortion.RATIONAL_POLYNOMIAL,
                new double[] {0.1, -1e-7, 1.0 / 3, 0, 5, 6, 7, -8},
                0.1,
                List.of(),
                new double[0]);
        Path file = directory.resolve("camera.yaml");
        camera.write(file);
        CameraView read = LensFile.read(file);
        assertThat(read.hasRegion()).isFalse();
        assertThat(read.numbers()).isEqualTo(new CameraView(camera.lens(), 0, 0, 0, 0).numbers());
        assertThat(directory).isDirectoryContaining("glob:**/camera.yaml");
        assertThat(directory.toFile().list()).hasSize(1);
    }

    @Test
    void shouldPassOverWhatSaysNothingNew() throws Exception {
        BoardPainter painter = new BoardPainter(lens(Distortion.PLUMB_BOB), BOARD);
        BufferedImage shot = painter.paint(0, 0, 480, 0.2, 0.1);
        BoardViews views = new BoardViews(BOARD);
        assertThat(offer(views, new BufferedImage(640, 480, BufferedImage.TYPE_BYTE_GRAY)))
                .isEqualTo(Offer.NO_BOARD);
        assertThat(offer(views, smeared(shot))).isEqualTo(Offer.BLURRED);
        assertThat(offer(views, shot)).isEqualTo(Offer.TAKEN);
        assertThat(offer(views, painter.paint(3, 2, 481, 0.2, 0.1))).isEqualTo(Offer.REPEATED);
        assertThat(offer(views, painter.paint(3, 2, 481, -0.4, 0.1))).isEqualTo(Offer.TAKEN);
        assertThat(views.size()).isEqualTo(2);
        assertThatThrownBy(() -> offer(views, new BufferedImage(320, 240, BufferedImage.TYPE_BYTE_GRAY)))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("320x240");
    }

    private static BufferedImage smeared(BufferedImage picture) {
        float[] mean = new float[81];
        Arrays.fill(mean, 1f / 81);
        return new ConvolveOp(new Kernel(9, 9, mean), ConvolveOp.EDGE_NO_OP, null).filter(picture, null);
    }

    @Test
    void shouldRefuseViewsThatDoNotSuffice() throws Exception {
        Lens lens = lens(Distortion.PLUMB_BOB);
        List<BufferedImage> all = shots(lens);
        BoardViews few = views(all.subList(0, 5));
        assertThatThrownBy(() -> few.solve(Distortion.PLUMB_BOB))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("5 views");
        BoardPainter painter = new BoardPainter(lens, BOARD);
        List<BufferedImage> far = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            far.add(painter.paint((i % 3 - 1) * 45, (i / 3 - 1) * 45, 1000, 0.3, -0.2));
        }
        BoardViews small = views(far);
        assertThat(small.coverage()).isLessThan(0.5);
        assertThatThrownBy(() -> small.solve(Distortion.PLUMB_BOB))
                .isInstanceOf(CalibrationException.class)
                .hasMessageContaining("% of the picture");
    }
}
