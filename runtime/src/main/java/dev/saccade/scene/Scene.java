package dev.saccade.scene;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What is where, frame by frame: figures and shapes that cross a ground at different depths, seen by a camera that
 * stands still. A pure function of size, rate, seed and frame number, the same on every machine. Coordinates are
 * pixels, boxes are clipped to the frame. One thread; {@link #moveTo} allocates nothing.
 */
public final class Scene {
    /** Labels by class index. */
    public static final List<String> LABELS = List.of("person", "disc", "square", "triangle");

    static final int PERSON = 0;
    static final int DISC = 1;
    static final int SQUARE = 2;
    static final int TRIANGLE = 3;

    private static final int PEOPLE = 4;
    private static final int SHAPES = 3;
    private static final double HORIZON = 0.28;
    // Below this width a clipped object is not worth a box: a sliver at the frame's edge.
    private static final float MIN_VISIBLE = 4;

    private final int width;
    private final int height;
    private final double fps;
    private final long seed;
    private final Mover[] movers = new Mover[PEOPLE + SHAPES];
    private final Mover[] visible = new Mover[PEOPLE + SHAPES];
    private int count;
    private long frame = -1;

    /**
     * Makes a scene.
     *
     * @param width pixels, at least 16
     * @param height pixels, at least 16
     * @param fps frames a second: how far things move from frame to frame
     * @param seed chooses texture, colours, sizes and paths
     */
    public Scene(int width, int height, double fps, long seed) {
        if (width < 16 || height < 16) {
            throw new IllegalArgumentException("scene of " + width + "x" + height + "; use at least 16x16");
        }
        this.width = width;
        this.height = height;
        this.fps = fps;
        this.seed = seed;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < movers.length; i++) {
            int kind = i < PEOPLE ? PERSON : 1 + (i - PEOPLE) % SHAPES;
            movers[i] = new Mover(kind, random);
        }
        moveTo(0);
    }

    /**
     * Moves everything to a frame.
     *
     * @param number 0 or more
     */
    public void moveTo(long number) {
        frame = number;
        double seconds = number / fps;
        for (Mover mover : movers) {
            mover.moveTo(seconds, width, height, HORIZON);
        }
        sortFarthestFirst();
        count = 0;
        for (Mover mover : movers) {
            if (mover.right(width) - mover.left() >= MIN_VISIBLE && mover.bottom(height) - mover.top() >= MIN_VISIBLE) {
                visible[count++] = mover;
            }
        }
    }

    private void sortFarthestFirst() {
        for (int i = 1; i < movers.length; i++) {
            Mover mover = movers[i];
            int at = i;
            for (; at > 0 && movers[at - 1].baseY > mover.baseY; at--) {
                movers[at] = movers[at - 1];
            }
            movers[at] = mover;
        }
    }

    Mover mover(int i) {
        return movers[i];
    }

    int movers() {
        return movers.length;
    }

    int horizon() {
        return (int) (HORIZON * height);
    }

    /** @return pixels */
    public int width() {
        return width;
    }

    /** @return pixels */
    public int height() {
        return height;
    }

    /** @return frames a second */
    public double fps() {
        return fps;
    }

    /** @return what chose texture, colours, sizes and paths */
    public long seed() {
        return seed;
    }

    /** @return the frame that the scene stands at */
    public long frame() {
        return frame;
    }

    /** @return true boxes of this frame, farthest first; nearer things may cover farther ones */
    public int count() {
        return count;
    }

    /**
     * Class index into {@link #LABELS}.
     *
     * @param i 0..count-1
     * @return index
     */
    public int label(int i) {
        return visible[i].kind;
    }

    /**
     * Left edge.
     *
     * @param i 0..count-1
     * @return pixels
     */
    public float x(int i) {
        return visible[i].left();
    }

    /**
     * Top edge.
     *
     * @param i 0..count-1
     * @return pixels
     */
    public float y(int i) {
        return visible[i].top();
    }

    /**
     * Width.
     *
     * @param i 0..count-1
     * @return pixels
     */
    public float boxWidth(int i) {
        return visible[i].right(width) - visible[i].left();
    }

    /**
     * Height.
     *
     * @param i 0..count-1
     * @return pixels
     */
    public float boxHeight(int i) {
        return visible[i].bottom(height) - visible[i].top();
    }
}
