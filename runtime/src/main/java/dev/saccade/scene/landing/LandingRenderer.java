package dev.saccade.scene.landing;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import java.util.Arrays;
import java.util.List;

/**
 * Renders a {@link LandingWorld} as a camera sees it, with the true mask of the pad beside it. The mask is the pad's
 * whole outline, leaves on it included: what measures the pad wants its extent. One thread; keeps its buffers.
 */
public final class LandingRenderer {
    /** A ray this flat has left the ground that matters. */
    private static final double FLATTEST = -0.08;
    /** Standard deviation of the sum of four random bytes. */
    private static final double BYTES_DEVIATION = 147.8;

    private final PinholeCamera camera;
    private final FrameFormat format;
    private final float[] groundX;
    private final float[] groundY;
    private final int[] picture;
    private final int[] spare;
    private final byte[] mask;
    private final PictureBound bound = new PictureBound();
    private final PictureWriter writer = new PictureWriter();
    private int[] finished;

    /** @param camera size and calibration */
    public LandingRenderer(PinholeCamera camera) {
        this.camera = camera;
        int pixels = camera.width() * camera.height();
        groundX = new float[pixels];
        groundY = new float[pixels];
        picture = new int[pixels];
        spare = new int[pixels];
        mask = new byte[pixels];
        finished = picture;
        format = FrameFormat.of(PixelFormat.BGR24, camera.width(), camera.height());
    }

    /** @return format of the frames that {@link #writeTo} fills */
    public FrameFormat format() {
        return format;
    }

    /**
     * Renders.
     *
     * @param world what is there
     * @param x of the camera, m
     * @param y of the camera, m
     * @param z of the camera above the ground, m; positive
     * @param attitude of the vehicle that carries it
     * @param effects of lens, light and sensor
     * @param noiseSeed chooses the sensor's noise
     */
    public void render(
            LandingWorld world,
            double x,
            double y,
            double z,
            Attitude attitude,
            LandingEffects effects,
            long noiseSeed) {
        ground(world.ground(), x, y, z, attitude);
        paintAll(world.things(), x, y, z, attitude);
        paintPad(world, x, y, z, attitude);
        paintAll(world.leaves(), x, y, z, attitude);
        light(world, effects);
        finished = PictureBlur.lens(picture, spare, camera.width(), camera.height(), effects.lensBlur());
        finished = PictureBlur.motion(
                finished,
                finished == picture ? spare : picture,
                camera.width(),
                camera.height(),
                effects.motionX(),
                effects.motionY());
        noise(effects.noise(), noiseSeed);
    }

    /** @return the latest picture, 0xRRGGBB by rows; overwritten by the next */
    public int[] picture() {
        return finished;
    }

    /** @return the pad in the latest picture: 1 where it is, 0 elsewhere, by rows; overwritten by the next */
    public byte[] mask() {
        return mask;
    }

    /**
     * Writes the latest picture.
     *
     * @param slot prepared for {@link #format()}
     */
    public void writeTo(FrameSlot slot) {
        writer.write(slot, finished);
    }

    private void ground(GroundCover cover, double x, double y, double z, Attitude attitude) {
        double fine = cover.fineShare(z / camera.focal());
        double step = -1 / camera.focal();
        double stepX = attitude.world(0, 0, step, 0);
        double stepY = attitude.world(1, 0, step, 0);
        double stepZ = attitude.world(2, 0, step, 0);
        int at = 0;
        for (int row = 0; row < camera.height(); row++) {
            double forward = camera.forward(row + 0.5);
            double left = camera.left(0.5);
            double dx = attitude.world(0, forward, left, -1);
            double dy = attitude.world(1, forward, left, -1);
            double dz = attitude.world(2, forward, left, -1);
            for (int column = 0; column < camera.width(); column++) {
                double far = -z / Math.min(FLATTEST, dz);
                double gx = x + dx * far;
                double gy = y + dy * far;
                groundX[at] = (float) gx;
                groundY[at] = (float) gy;
                picture[at++] = cover.colour(gx, gy, fine);
                dx += stepX;
                dy += stepY;
                dz += stepZ;
            }
        }
    }

    private void paintAll(List<GroundShape> shapes, double x, double y, double z, Attitude attitude) {
        for (int i = 0; i < shapes.size(); i++) {
            GroundShape shape = shapes.get(i);
            if (!bound.find(camera, attitude, shape.x - x, shape.y - y, -z, shape.reach)) {
                continue;
            }
            for (int row = bound.top(); row < bound.bottom(); row++) {
                int from = row * camera.width();
                for (int at = from + bound.left(); at < from + bound.right(); at++) {
                    int colour = shape.colour(groundX[at], groundY[at]);
                    if (colour >= 0) {
                        picture[at] = colour;
                    }
                }
            }
        }
    }

    private void paintPad(LandingWorld world, double x, double y, double z, Attitude attitude) {
        Arrays.fill(mask, (byte) 0);
        LandingPad pad = world.pad();
        double reach = LandingPad.HALF_DEPTH + LandingPad.HALF_WIDTH;
        if (!bound.find(camera, attitude, pad.x() - x, pad.y() - y, -z, reach)) {
            return;
        }
        double cos = StrictMath.cos(pad.heading());
        double sin = StrictMath.sin(pad.heading());
        for (int row = bound.top(); row < bound.bottom(); row++) {
            int from = row * camera.width();
            for (int at = from + bound.left(); at < from + bound.right(); at++) {
                double dx = groundX[at] - pad.x();
                double dy = groundY[at] - pad.y();
                LandingPad.Paint paint = LandingPad.at(cos * dx + sin * dy, cos * dy - sin * dx);
                if (paint != LandingPad.Paint.OUTSIDE) {
                    picture[at] = world.colour(paint);
                    mask[at] = 1;
                }
            }
        }
    }

    private void light(LandingWorld world, LandingEffects effects) {
        double across = effects.gradientX() / camera.width();
        double down = effects.gradientY() / camera.height();
        int at = 0;
        for (int row = 0; row < camera.height(); row++) {
            double fall = 1 + down * (row - camera.height() / 2.0) - across * (camera.width() / 2.0);
            for (int column = 0; column < camera.width(); column++) {
                double light = effects.gain() * (fall + across * column) * world.light(groundX[at], groundY[at]);
                int lit = (int) (256 * light);
                picture[at] = Rgb.lit(picture[at], lit);
                at++;
            }
        }
    }

    private void noise(double deviation, long seed) {
        int scale = (int) (deviation / BYTES_DEVIATION * 65536);
        if (scale == 0) {
            return;
        }
        // Marsaglia's xorshift, 32 bits; its state must not be 0.
        int state = (int) (seed ^ (seed >>> 32)) | 1;
        for (int i = 0; i < finished.length; i++) {
            int colour = finished[i];
            int made = 0;
            for (int shift = 16; shift >= 0; shift -= 8) {
                state ^= state << 13;
                state ^= state >>> 17;
                state ^= state << 5;
                int sum = (state & 0xff) + ((state >>> 8) & 0xff) + ((state >>> 16) & 0xff) + (state >>> 24) - 510;
                int value = ((colour >> shift) & 0xff) + ((sum * scale) >> 16);
                made |= Math.max(0, Math.min(255, value)) << shift;
            }
            finished[i] = made;
        }
    }
}
