package dev.saccade.scene.landing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class LandingRendererTest {
    private static final PinholeCamera CAMERA = PinholeCamera.WIDE;
    private static final LandingPad PAD = new LandingPad(2, -1, 0);

    private static final long GOLDEN = 3288441074L;

    private final LandingWorld world = LandingWorld.of(5, PAD);
    private final LandingRenderer renderer = new LandingRenderer(CAMERA);
    private final Attitude attitude = new Attitude();

    private static long checksum(LandingRenderer renderer) {
        CRC32 crc = new CRC32();
        for (int colour : renderer.picture()) {
            crc.update(colour >> 16);
            crc.update(colour >> 8);
            crc.update(colour);
        }
        crc.update(renderer.mask());
        return crc.getValue();
    }

    /** Middle of the mask: column, row, pixels. */
    private double[] middle() {
        double u = 0;
        double v = 0;
        int count = 0;
        for (int i = 0; i < renderer.mask().length; i++) {
            if (renderer.mask()[i] != 0) {
                int row = i / CAMERA.width();
                u += i - row * CAMERA.width() + 0.5;
                v += row + 0.5;
                count++;
            }
        }
        return new double[] {u / count, v / count, count};
    }

    private double[] seenFrom(double x, double y, double z, double roll, double pitch, double yaw) {
        renderer.render(world, x, y, z, attitude.set(roll, pitch, yaw), LandingEffects.NONE, 1);
        return middle();
    }

    @Test
    void shouldRenderTheSameBytesOnEveryMachine() {
        LandingSample sample = new LandingSample(CAMERA);

        assertThat(checksum(sample.render(42))).isEqualTo(GOLDEN);
        assertThat(checksum(sample.render(43))).isNotEqualTo(GOLDEN);
        assertThat(checksum(new LandingSample(CAMERA).render(42))).isEqualTo(GOLDEN);
    }

    @Test
    void shouldShowThePadAheadAboveAndThePadToTheLeftAtTheLeft() {
        double[] below = seenFrom(2, -1, 4, 0, 0, 0);
        assertThat(below[0]).isCloseTo(160, within(0.6));
        assertThat(below[1]).isCloseTo(120, within(0.6));

        // A metre behind the pad, facing east: it lies 40 pixels ahead. A metre south of it: as far to the left.
        assertThat(seenFrom(1, -1, 4, 0, 0, 0)[1]).isCloseTo(80, within(0.6));
        assertThat(seenFrom(2, -2, 4, 0, 0, 0)[0]).isCloseTo(120, within(0.6));
        // Facing north, what was at the left is ahead.
        assertThat(seenFrom(2, -2, 4, 0, 0, Math.PI / 2)[1]).isCloseTo(80, within(0.6));
    }

    @Test
    void shouldTiltWithTheDrone() {
        double shift = CAMERA.focal() * StrictMath.tan(0.1);

        // The nose goes down: the camera looks backwards, and the pad wanders ahead. The right side goes down: it looks
        // left.
        assertThat(seenFrom(2, -1, 4, 0, 0.1, 0)[1]).isCloseTo(120 - shift, within(1.5));
        assertThat(seenFrom(2, -1, 4, 0.1, 0, 0)[0]).isCloseTo(160 + shift, within(1.5));
    }

    @Test
    void shouldCoverFourTimesAsManyPixelsFromHalfTheHeight() {
        double far = seenFrom(2, -1, 5, 0, 0, 0)[2];
        double near = seenFrom(2, -1, 2.5, 0, 0, 0)[2];

        assertThat(near / far).isCloseTo(4, within(0.1));
        assertThat(near).isCloseTo(LandingPad.AREA * 64 * 64, within(near * 0.03));
    }

    @Test
    void shouldKeepTheMaskWhateverLightAndSensorDo() {
        seenFrom(1.5, -1.2, 3, 0.1, -0.1, 0.4);
        long clean = checksum(renderer);
        byte[] mask = renderer.mask().clone();
        renderer.render(world, 1.5, -1.2, 3, attitude, new LandingEffects(0.6, 0.3, -0.2, 2, 5, -4, 8), 1);

        assertThat(renderer.mask()).isEqualTo(mask);
        assertThat(checksum(renderer)).isNotEqualTo(clean);
        long first = checksum(renderer);
        renderer.render(world, 1.5, -1.2, 3, attitude, new LandingEffects(0.6, 0.3, -0.2, 2, 5, -4, 8), 2);
        assertThat(checksum(renderer)).as("other noise").isNotEqualTo(first);
    }

    @Test
    void shouldShowAPadInNearlyEverySample() {
        LandingSample sample = new LandingSample(CAMERA);
        int shown = 0;
        for (long seed = 0; seed < 64; seed++) {
            sample.render(seed);
            shown += maskOf(sample.render(seed)) > 0 ? 1 : 0;
        }

        assertThat(shown).isBetween(45, 64);
    }

    private static int maskOf(LandingRenderer rendered) {
        int count = 0;
        for (byte b : rendered.mask()) {
            count += b;
        }
        return count;
    }
}
