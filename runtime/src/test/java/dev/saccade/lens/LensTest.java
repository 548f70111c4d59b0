package dev.saccade.lens;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class LensTest {
    private static final double[] CAMERA = {500, 510, 319.5, 239.5};
    private static final double[] NONE = {0, 0, 0, 0, 0};

    private final double[] at = new double[2];

    private static Lens lens(Distortion distortion, double... coefficients) {
        return new Lens(640, 480, CAMERA, distortion, coefficients, null, null);
    }

    @Test
    void shouldLeaveAPinholesPictureAlone() {
        for (double[] point : new double[][] {{0, 0}, {319.5, 239.5}, {639, 479}, {17.25, 300.75}}) {
            assertThat(lens(Distortion.PLUMB_BOB, NONE).locate(point[0], point[1], at))
                    .isTrue();
            assertThat(at[0]).isCloseTo(point[0], within(1e-9));
            assertThat(at[1]).isCloseTo(point[1], within(1e-9));
        }
    }

    /** x = 0.4, y = 0.2: r2 = 0.2; worked out by hand from the published formulas. */
    @Test
    void shouldBendByThePublishedFormulas() {
        double x = 319.5 + 0.4 * 500;
        double y = 239.5 + 0.2 * 510;
        assertThat(lens(Distortion.PLUMB_BOB, -0.3, 0.1, 0.01, -0.02, 0.05).locate(x, y, at))
                .isTrue();
        double radial = 1 - 0.06 + 0.004 + 0.0004;
        assertThat(at[0]).isCloseTo(319.5 + 500 * (0.4 * radial + 2 * 0.01 * 0.08 - 0.02 * (0.2 + 0.32)), within(1e-9));
        assertThat(at[1]).isCloseTo(239.5 + 510 * (0.2 * radial + 0.01 * (0.2 + 0.08) - 2 * 0.02 * 0.08), within(1e-9));

        assertThat(lens(Distortion.RATIONAL_POLYNOMIAL, 0.1, 0, 0, 0, 0, 0.5, 0, 0)
                        .locate(x, y, at))
                .isTrue();
        assertThat(at[0]).isCloseTo(319.5 + 200 * 1.02 / 1.1, within(1e-9));

        double r = StrictMath.sqrt(0.2);
        double angle = StrictMath.atan(r);
        assertThat(lens(Distortion.EQUIDISTANT, 0.1, 0, 0, 0).locate(x, y, at)).isTrue();
        assertThat(at[0]).isCloseTo(319.5 + 200 * angle * (1 + 0.1 * angle * angle) / r, within(1e-9));
        assertThat(lens(Distortion.EQUIDISTANT, 0.1, 0, 0, 0).locate(319.5, 239.5, at))
                .isTrue();
        assertThat(at[0]).isEqualTo(319.5);
    }

    /** 1 - 0.3 r2 folds back where its product with r has its peak: r2 = 1 / 0.9. */
    @Test
    void shouldShowNothingWhereThePolynomialFoldsBack() {
        Lens folding = lens(Distortion.PLUMB_BOB, -0.3, 0, 0, 0, 0);
        double peak = StrictMath.sqrt(1 / 0.9);
        assertThat(folding.locate(319.5 + 500 * (peak - 0.01), 239.5, at)).isTrue();
        assertThat(folding.locate(319.5 + 500 * (peak + 0.01), 239.5, at)).isFalse();
    }

    @Test
    void shouldTurnTheView() {
        // A quarter to the right: what lies ahead of the rectified view lies to the right of the camera, out of its
        // sight.
        double[] quarter = {0, 0, -1, 0, 1, 0, 1, 0, 0};
        Lens turned = new Lens(640, 480, CAMERA, Distortion.PLUMB_BOB, NONE, quarter, null);
        assertThat(turned.locate(319.5, 239.5, at)).isFalse();
        double c = StrictMath.cos(0.1);
        double s = StrictMath.sin(0.1);
        Lens slight =
                new Lens(640, 480, CAMERA, Distortion.PLUMB_BOB, NONE, new double[] {c, 0, -s, 0, 1, 0, s, 0, c}, null);
        assertThat(slight.locate(319.5, 239.5, at)).isTrue();
        assertThat(at[0]).isCloseTo(319.5 + 500 * StrictMath.tan(0.1), within(1e-9));
    }

    @Test
    void shouldScaleWithThePictureFromItsEdges() {
        Lens half = lens(Distortion.PLUMB_BOB, -0.1, 0, 0, 0, 0).scaledTo(320, 240);
        assertThat(half.locate(100, 50, at)).isTrue();
        double x = at[0];
        double y = at[1];
        assertThat(lens(Distortion.PLUMB_BOB, -0.1, 0, 0, 0, 0).locate(200.5, 100.5, at))
                .isTrue();
        assertThat(x).isCloseTo((at[0] + 0.5) / 2 - 0.5, within(1e-9));
        assertThat(y).isCloseTo((at[1] + 0.5) / 2 - 0.5, within(1e-9));
        assertThat(half.scaledTo(320, 320)).isNull();
        assertThat(half.scaledTo(1281, 961)).isNotNull();
    }

    @Test
    void shouldTellBearings() {
        Lens narrow = new Lens(640, 480, CAMERA, Distortion.PLUMB_BOB, NONE, null, new double[] {1000, 1000, 320, 240});
        assertThat(narrow.tangentX(420)).isEqualTo(0.1);
        assertThat(narrow.tangentY(40)).isEqualTo(-0.2);
    }

    @Test
    void shouldSurviveTheWayToAnotherProcess() {
        Lens lens = new Lens(
                640,
                480,
                CAMERA,
                Distortion.EQUIDISTANT,
                new double[] {0.1, -0.2, 0.3, -0.4},
                new double[] {1, 0, 0, 0, 0.8, 0.6, 0, -0.6, 0.8},
                new double[] {400, 400, 300, 200});
        CameraView view = new CameraView(lens, 8, 16, 320, 200);
        CameraView again = CameraView.of(view.numbers());
        assertThat(again.numbers()).isEqualTo(view.numbers());
        assertThat(again.x()).isEqualTo(8);
        assertThat(again.height()).isEqualTo(200);
        assertThat(CameraView.of(new CameraView(null, 1, 2, 3, 4).numbers()))
                .isEqualTo(new CameraView(null, 1, 2, 3, 4));
    }

    @Test
    void shouldRefuseWhatDoesNotFit() {
        assertThatThrownBy(() -> new Lens(640, 0, CAMERA, Distortion.PLUMB_BOB, NONE, null, null))
                .hasMessageContaining("640x0");
        assertThatThrownBy(() -> lens(Distortion.EQUIDISTANT, NONE)).hasMessageContaining("equidistant has 4");
        assertThatThrownBy(() -> new CameraView(null, 0, 0, 0, 5)).hasMessageContaining("0x5");
        assertThatThrownBy(() -> new CameraView(null, 600, 0, 41, 5).of(640, 480))
                .hasMessageContaining("600,0,41x5 does not lie in the picture of 640x480");
        assertThatThrownBy(() -> new CameraView(lens(Distortion.PLUMB_BOB, NONE), 0, 0, 0, 0).of(1280, 720))
                .hasMessageContaining("640x480 does not fit pictures of 1280x720");
    }
}
