package dev.saccade.scene;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import java.util.Arrays;

/**
 * Draws a {@link Scene} as BT.601 limited-range {@link PixelFormat#I420} straight into a slot's native memory: sky,
 * ground texture, a light that wanders over it, the things of the scene, and the frame number at the top left. One
 * thread; allocates nothing after the first frame in each slot.
 */
public final class SceneRenderer {
    /** Half of a figure's shoulders to half of its greatest width. */
    static final double SHOULDER = 0.72;
    /** Half of a leg's thickness to the figure's height. */
    static final double LEG = 0.055;

    private static final int GAIN_SHIFT = 8;
    private static final int SKIN_LUMA = 170;
    private static final int SKIN_U = 110;
    private static final int SKIN_V = 150;

    private final Scene scene;
    private final FrameFormat format;
    private final GroundTexture texture;
    private final NativePlanes planes = new NativePlanes();
    private final int[] lightX;
    private final byte[] row;
    private final byte[] chromaU;
    private final byte[] chromaV;

    /** @param scene what to draw; moved by its owner */
    public SceneRenderer(Scene scene) {
        this.scene = scene;
        format = FrameFormat.of(PixelFormat.I420, scene.width(), scene.height());
        texture = new GroundTexture(scene.seed());
        lightX = new int[scene.width()];
        row = new byte[scene.width()];
        chromaU = new byte[(scene.width() + 1) / 2];
        chromaV = new byte[(scene.width() + 1) / 2];
    }

    /** @return the format that {@link #render} writes */
    public FrameFormat format() {
        return format;
    }

    /**
     * Draws the scene as it stands.
     *
     * @param slot prepared for {@link #format()}; written whole
     */
    public void render(FrameSlot slot) {
        planes.attach(slot);
        drawGround();
        for (int i = 0; i < scene.movers(); i++) {
            draw(scene.mover(i));
        }
        FrameNumber.draw(planes, scene.frame());
    }

    private void drawGround() {
        int width = scene.width();
        int height = scene.height();
        int horizon = scene.horizon();
        double seconds = scene.frame() / scene.fps();
        double spotX = width * (0.5 + 0.45 * Wave.sin(0.50 * seconds));
        double spotY = height * (0.6 + 0.30 * Wave.cos(0.37 * seconds));
        double day = 0.86 + 0.10 * Wave.sin(0.21 * seconds);
        for (int x = 0; x < width; x++) {
            double away = (x - spotX) / (0.35 * width);
            lightX[x] = (int) (80 / (1 + away * away));
        }
        for (int y = 0; y < height; y++) {
            double away = (y - spotY) / (0.35 * height);
            double spot = 1 / (1 + away * away);
            if (y < horizon) {
                Arrays.fill(row, (byte) (16 + (int) (day * (190 - 40.0 * y / horizon))));
            } else {
                texture.row(y - horizon, height - horizon, row);
                int base = (int) (day * (1 << GAIN_SHIFT));
                int gain = (int) (spot * (1 << GAIN_SHIFT));
                for (int x = 0; x < width; x++) {
                    int light = base + ((lightX[x] * gain) >> GAIN_SHIFT);
                    row[x] = (byte) Math.min(235, 16 + (((row[x] & 0xff) * light) >> GAIN_SHIFT));
                }
            }
            planes.luma(y, row);
            if ((y & 1) == 0) {
                boolean sky = y < horizon;
                Arrays.fill(chromaU, (byte) (sky ? 146 : 118));
                Arrays.fill(chromaV, (byte) (sky ? 116 : 132));
                planes.chroma(y >> 1, chromaU, chromaV);
            }
        }
    }

    private void draw(Mover m) {
        switch (m.kind) {
            case Scene.PERSON -> drawPerson(m);
            case Scene.DISC ->
                ellipse(m.baseX, m.baseY - m.tall / 2, m.halfWide, m.tall / 2, m.bodyLuma, m.bodyU, m.bodyV);
            case Scene.SQUARE -> band(m, m.baseY - m.tall, m.baseY, 1, 1);
            default -> band(m, m.baseY - m.tall, m.baseY, 0, 1);
        }
    }

    private void drawPerson(Mover m) {
        double head = m.tall * 0.085;
        double hip = m.baseY - 0.47 * m.tall;
        double shoulder = m.baseY - 0.80 * m.tall;
        double foot = m.foot();
        limb(m.baseX, hip, m.baseX + foot, m.baseY, LEG * m.tall, m.legLuma, 128, 128);
        limb(m.baseX, hip, m.baseX - foot, m.baseY, LEG * m.tall, m.legLuma + 12, 128, 128);
        limb(m.baseX, shoulder, m.baseX - foot, hip, 0.04 * m.tall, SKIN_LUMA - 20, SKIN_U, SKIN_V);
        for (int y = (int) shoulder; y < hip; y++) {
            double at = (y - shoulder) / (hip - shoulder);
            double half = m.halfWide * (SHOULDER - 0.25 * at);
            planes.span(y, m.baseX - half, m.baseX + half, m.bodyLuma, m.bodyU, m.bodyV);
        }
        limb(m.baseX, shoulder, m.baseX + foot, hip, 0.04 * m.tall, SKIN_LUMA, SKIN_U, SKIN_V);
        ellipse(m.baseX, m.baseY - m.tall + head, 0.8 * head, head, SKIN_LUMA, SKIN_U, SKIN_V);
    }

    private void limb(double x0, double y0, double x1, double y1, double thick, int luma, int u, int v) {
        for (int y = (int) y0; y < y1; y++) {
            double x = x0 + (x1 - x0) * (y - y0) / (y1 - y0);
            planes.span(y, x - thick, x + thick, luma, u, v);
        }
    }

    private void ellipse(double cx, double cy, double rx, double ry, int luma, int u, int v) {
        for (int y = (int) (cy - ry); y <= cy + ry; y++) {
            double dy = (y - cy) / ry;
            double half = rx * Math.sqrt(Math.max(0, 1 - dy * dy));
            planes.span(y, cx - half, cx + half, luma, u, v);
        }
    }

    private void band(Mover m, double y0, double y1, double topShare, double bottomShare) {
        for (int y = (int) y0; y < y1; y++) {
            double half = m.halfWide * (topShare + (bottomShare - topShare) * (y - y0) / (y1 - y0));
            planes.span(y, m.baseX - half, m.baseX + half, m.bodyLuma, m.bodyU, m.bodyV);
        }
    }
}
