package dev.saccade.scene.landing;

/**
 * One random picture for training or measuring: a world, a camera somewhere over or beside its pad, tilted, with every
 * effect. A pure function of its seed; eight seeds in a row share a world. Nearly always the pad is at least partly in view. Owns its renderer; one thread.
 */
public final class LandingSample {
    private static final double LOWEST = 0.2;
    private static final double HIGHEST = 8.5;
    private static final double MOST_TILT = 0.35;
    private static final double EMPTY = 0.08;

    /** Seeds in a row that share a world: making one takes longer than rendering it. */
    public static final int OF_ONE_WORLD = 8;

    private final LandingRenderer renderer;
    private final Attitude attitude = new Attitude();
    private final PinholeCamera camera;
    private LandingWorld world;
    private long worldNumber;

    /** @param camera size and calibration */
    public LandingSample(PinholeCamera camera) {
        this.camera = camera;
        renderer = new LandingRenderer(camera);
    }

    /**
     * Renders a sample.
     *
     * @param seed chooses everything
     * @return the renderer with its picture and mask
     */
    public LandingRenderer render(long seed) {
        Draws draws = new Draws(seed);
        world(Math.floorDiv(seed, OF_ONE_WORLD));
        double z = draws.logBetween(LOWEST, HIGHEST);
        double roll = draws.between(-MOST_TILT, MOST_TILT);
        double pitch = draws.between(-MOST_TILT, MOST_TILT);
        double yaw = draws.angle();
        attitude.set(roll, pitch, yaw);
        // Where in the picture, or just outside of it, the pad's middle is to be: then the camera's place follows.
        double reach = draws.chance(EMPTY) ? 3 : draws.chance(0.25) ? 1.05 : 0.75;
        double forward = reach * draws.between(-0.5, 0.5) * camera.height() / camera.focal();
        double left = reach * draws.between(-0.5, 0.5) * camera.width() / camera.focal();
        double down = Math.max(0.3, -attitude.world(2, forward, left, -1));
        double x = world.pad().x() - z * attitude.world(0, forward, left, -1) / down;
        double y = world.pad().y() - z * attitude.world(1, forward, left, -1) / down;
        renderer.render(world, x, y, z, attitude, LandingEffects.of(draws.seed()), draws.seed());
        return renderer;
    }

    private void world(long number) {
        if (world == null || worldNumber != number) {
            worldNumber = number;
            world = LandingWorld.of(new Draws(number).seed());
        }
    }
}
