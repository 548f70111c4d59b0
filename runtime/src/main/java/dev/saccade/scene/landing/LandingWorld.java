package dev.saccade.scene.landing;

import java.util.ArrayList;
import java.util.List;

/**
 * A place with one pad: ground, the pad with its colours, leaves that have blown onto it, things around it in the same
 * colours, and the edge of a shadow. Chosen by a seed; immutable.
 */
public final class LandingWorld {
    private static final int WHITE = 0xe6e4dc;
    private static final int ORANGE = 0xd9691e;
    private static final int BLUE = 0x24407f;
    private static final int[] LEAVES = {0x6b4a23, 0x8a6a2e, 0x3f5526, 0xa37a3a, 0x4a3524};
    private static final int MOST_THINGS = 14;
    private static final int MOST_LEAVES = 9;
    private static final double AROUND = 9;

    private final LandingPad pad;
    private final GroundCover ground;
    private final int border;
    private final int field;
    private final int letter;
    private final List<GroundShape> things = new ArrayList<>();
    private final List<GroundShape> leaves = new ArrayList<>();
    private final double shadowX;
    private final double shadowY;
    private final double shadowAt;
    private final double shadowSoft;
    private final double shade;

    private LandingWorld(long seed, LandingPad pad) {
        this.pad = pad;
        Draws draws = new Draws(seed);
        ground = new GroundCover(draws.seed());
        border = Rgb.varied(ORANGE, draws, 0.15);
        field = Rgb.varied(WHITE, draws, 0.1);
        letter = Rgb.varied(BLUE, draws, 0.2);
        double turn = draws.angle();
        shadowX = StrictMath.cos(turn);
        shadowY = StrictMath.sin(turn);
        shadowAt = shadowX * pad.x() + shadowY * pad.y() + draws.between(-2.5, 2.5);
        shadowSoft = draws.between(0.02, 0.6);
        shade = draws.chance(0.6) ? draws.between(0.45, 0.85) : 1;
        addThings(draws);
        addLeaves(draws);
    }

    /**
     * A world with its pad anywhere within a few metres of the origin.
     *
     * @param seed chooses everything
     * @return the world
     */
    public static LandingWorld of(long seed) {
        Draws draws = new Draws(seed ^ 0x9ADL);
        return of(seed, new LandingPad(draws.between(-3, 3), draws.between(-3, 3), draws.angle()));
    }

    /**
     * A world around a given pad.
     *
     * @param seed chooses everything else
     * @param pad where the pad lies
     * @return the world
     */
    public static LandingWorld of(long seed, LandingPad pad) {
        return new LandingWorld(seed, pad);
    }

    private void addThings(Draws draws) {
        int[] colours = {WHITE, ORANGE, BLUE};
        int count = draws.below(MOST_THINGS + 1);
        double clear = LandingPad.HALF_WIDTH + LandingPad.HALF_DEPTH;
        for (int i = 0; i < count; i++) {
            double longest = draws.chance(0.15) ? draws.between(1, 4) : draws.between(0.2, 0.9);
            double widest = longest > 1 ? draws.between(0.05, 0.3) : longest * draws.between(0.4, 1);
            int first = Rgb.varied(colours[draws.below(colours.length)], draws, 0.25);
            int second = draws.chance(0.5)
                    ? Rgb.varied(colours[draws.below(colours.length)], draws, 0.25)
                    : ground.colour(draws.between(-9, 9), draws.between(-9, 9), 0);
            GroundShape.Kind[] kinds = GroundShape.Kind.values();
            GroundShape thing = new GroundShape(
                    kinds[draws.below(kinds.length)],
                    pad.x() + draws.between(-AROUND, AROUND),
                    pad.y() + draws.between(-AROUND, AROUND),
                    draws.angle(),
                    longest,
                    widest,
                    first,
                    second);
            double dx = thing.x - pad.x();
            double dy = thing.y - pad.y();
            if (Math.sqrt(dx * dx + dy * dy) > clear + thing.reach) {
                things.add(thing);
            }
        }
    }

    private void addLeaves(Draws draws) {
        int count = draws.below(MOST_LEAVES + 1);
        for (int i = 0; i < count; i++) {
            double size = draws.between(0.03, 0.13);
            leaves.add(new GroundShape(
                    GroundShape.Kind.DISC,
                    pad.x() + draws.between(-0.8, 0.8),
                    pad.y() + draws.between(-0.8, 0.8),
                    draws.angle(),
                    size,
                    size * draws.between(0.4, 1),
                    Rgb.varied(LEAVES[draws.below(LEAVES.length)], draws, 0.3),
                    0));
        }
    }

    /** @return the pad */
    public LandingPad pad() {
        return pad;
    }

    GroundCover ground() {
        return ground;
    }

    List<GroundShape> things() {
        return things;
    }

    List<GroundShape> leaves() {
        return leaves;
    }

    int colour(LandingPad.Paint paint) {
        return switch (paint) {
            case BORDER -> border;
            case LETTER -> letter;
            default -> field;
        };
    }

    /** @return share of the light that reaches a point of the ground */
    double light(double x, double y) {
        double lit = Math.max(0, Math.min(1, 0.5 + (shadowX * x + shadowY * y - shadowAt) / shadowSoft));
        return shade + (1 - shade) * lit;
    }
}
