package dev.saccade.lens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.fuzz.Mutation;
import dev.saccade.model.PackageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LensFileTest {
    private static final String ROS = """
            image_width: 640
            image_height: 480
            camera_name: front
            camera_matrix:
              rows: 3
              cols: 3
              data: [500.0, 0.0, 320.0, 0.0, 510.0, 240.0, 0.0, 0.0, 1.0]
            distortion_model: plumb_bob
            distortion_coefficients:
              rows: 1
              cols: 5
              data: [-0.3, 0.1, 0.001, -0.002, 0.0]
            rectification_matrix:
              rows: 3
              cols: 3
              data: [1, 0, 0, 0, 1, 0, 0, 0, 1]
            projection_matrix:
              rows: 3
              cols: 4
              data: [450, 0, 322, 0, 0, 460, 242, 0, 0, 0, 1, 0]
            """;

    private static final String OPENCV = """
            %YAML:1.0
            ---
            calibration_time: "Mon 23 Nov 2026 10:00:00"
            image_width: 640
            image_height: 480
            flags: 0
            fisheye_model: 0
            camera_matrix: !!opencv-matrix
               rows: 3
               cols: 3
               dt: d
               data: [ 5.0000000000000000e+02, 0., 3.2000000000000000e+02, 0.,
                   5.1000000000000000e+02, 2.4000000000000000e+02, 0., 0., 1. ]
            distortion_coefficients: !!opencv-matrix
               rows: 5
               cols: 1
               dt: d
               data: [ -3.0000000000000000e-01, 1.0000000000000000e-01, 0., 0., 0. ]
            avg_reprojection_error: 2.1000000000000000e-01
            """;

    @TempDir
    private Path dir;

    private CameraView read(String text) throws Exception {
        return LensFile.read(Files.writeString(dir.resolve("front.yaml"), text));
    }

    @Test
    void shouldReadACalibrationOfRos() throws Exception {
        CameraView view = read(ROS);
        assertThat(view.hasRegion()).isFalse();
        double[] at = new double[2];
        assertThat(view.lens().locate(322, 242, at)).isTrue();
        assertThat(at).containsExactly(new double[] {320, 240}, within(1e-9));
        assertThat(view.lens().tangentX(772)).isCloseTo(1, within(1e-12));
        assertThat(view.lens().distortion()).isEqualTo(Distortion.PLUMB_BOB);
    }

    @Test
    void shouldReadACalibrationOfOpenCv() throws Exception {
        Lens lens = read(OPENCV).lens();
        double[] at = new double[2];
        assertThat(lens.locate(520, 240, at)).isTrue();
        assertThat(at[0]).isCloseTo(320 + 200 * (1 - 0.3 * 0.16 + 0.1 * 0.0256), within(1e-9));
        assertThat(read(OPENCV.replace("fisheye_model: 0", "fisheye_model: 1").replace("0., 0., 0. ]", "0., 0. ]"))
                        .lens()
                        .distortion())
                .isEqualTo(Distortion.EQUIDISTANT);
    }

    @Test
    void shouldTakeTheRegionOfTheFile() throws Exception {
        CameraView view = read(ROS + "roi:\n  x_offset: 100\n  y_offset: 50\n  width: 320\n  height: 240\n");
        assertThat(new int[] {view.x(), view.y(), view.width(), view.height()}).containsExactly(100, 50, 320, 240);
        assertThat(read(ROS + "roi: {x_offset: 0, y_offset: 0, width: 0, height: 0, do_rectify: false}\n")
                        .hasRegion())
                .isFalse();
    }

    private void refused(String text, String... words) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(PackageException.class)
                .hasMessageContainingAll(words)
                .hasMessageContaining("front.yaml")
                .message()
                .doesNotContain("\n");
    }

    @Test
    void shouldRefuseWhatIsNoCalibrationInOneLine() {
        refused("image_width: 640\n", "image_height", "is missing");
        refused(ROS.replace("640", "wide"), "image_width", "'wide' is no number");
        refused(ROS.replace("image_width: 640", "image_width: 99999"), "image_width", "99999");
        refused(ROS.replace("500.0", ".nan"), "camera_matrix", "is no number");
        refused(ROS.replace("[500.0, 0.0, ", "["), "camera_matrix", "has 7 numbers");
        refused(ROS.replace("500.0", "-500.0"), "focal lengths");
        refused(ROS.replace("plumb_bob", "crystal_ball"), "crystal_ball", "plumb_bob, rational_polynomial");
        refused(ROS.replace("-0.002, 0.0]", "-0.002, 0.0, 0.5]"), "6 coefficients", "plumb_bob 5");
        refused(ROS + "roi: {x_offset: 600, y_offset: 0, width: 320, height: 240}\n", "does not lie");
        refused("camera_matrix: !!python/object:os.system x\n", "front.yaml");
    }

    @Test
    void shouldReadOrRefuseDamagedFiles() throws Exception {
        for (String text : new String[] {ROS + "roi: {x_offset: 8, y_offset: 8, width: 320, height: 240}\n", OPENCV}) {
            Path file = Files.writeString(dir.resolve("lens.yaml"), text);
            Mutation.of(file, 600, PackageException.class, () -> LensFile.read(file));
        }
    }
}
