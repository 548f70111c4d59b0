package dev.saccade.cli.sim;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.StampClass;
import dev.saccade.scene.landing.Attitude;
import dev.saccade.scene.landing.LandingEffects;
import dev.saccade.scene.landing.LandingRenderer;
import dev.saccade.scene.landing.LandingWorld;
import dev.saccade.scene.landing.PinholeCamera;

/** What the drone's camera sees, at its own rate. Ends with the flight. */
final class DroneCamera implements FrameSource {
    /** Of the camera above the drone's feet, m. */
    static final double MOUNT = 0.2;
    /** From frame to frame: 25 a second. */
    static final long PERIOD_NS = 40_000_000;

    private static final double EXPOSURE_S = 0.008;

    private final Airspace airspace;
    private final LandingWorld world;
    private final PinholeCamera camera = PinholeCamera.WIDE;
    private final LandingRenderer renderer = new LandingRenderer(camera);
    private final Attitude attitude = new Attitude();
    private final LandingEffects day;
    private final long seed;
    private long next;
    private final long startNs;

    DroneCamera(Airspace airspace, FlightPlan plan, long startNs) {
        this.airspace = airspace;
        this.startNs = startNs;
        seed = plan.seed();
        world = LandingWorld.of(seed, plan.pad());
        Chance chance = new Chance(seed ^ 0xDA7L);
        day = new LandingEffects(
                chance.between(0.7, 1.3),
                chance.between(-0.3, 0.3),
                chance.between(-0.3, 0.3),
                1,
                0,
                0,
                chance.between(1, 5));
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        airspace.moveTo(nowNs);
        if (airspace.ending() != Ending.FLYING) {
            return END;
        }
        if (nextDueNs() - nowNs > 0) {
            return NOT_READY;
        }
        Multirotor drone = airspace.drone;
        double z = drone.z() + MOUNT;
        attitude.set(drone.roll(), drone.pitch(), drone.yaw());
        renderer.render(world, drone.x(), drone.y(), z, attitude, effects(drone, z), seed + 7919 * next);
        renderer.writeTo(slot);
        slot.describe(next++, nowNs, StampClass.ARRIVAL);
        return CAPTURED;
    }

    /** The ground smears by what it moves in the picture during the exposure. */
    private LandingEffects effects(Multirotor drone, double z) {
        double pixels = camera.focal() / z * EXPOSURE_S;
        double cos = StrictMath.cos(drone.yaw());
        double sin = StrictMath.sin(drone.yaw());
        double forward = cos * drone.vx() + sin * drone.vy();
        double left = cos * drone.vy() - sin * drone.vx();
        double flicker = 1 + 0.08 * StrictMath.sin(0.7 * airspace.seconds());
        return new LandingEffects(
                day.gain() * flicker,
                day.gradientX(),
                day.gradientY(),
                day.lensBlur(),
                left * pixels,
                forward * pixels,
                day.noise());
    }

    @Override
    public String uri() {
        return "flight:" + seed;
    }

    @Override
    public FrameFormat format() {
        return renderer.format();
    }

    @Override
    public StampClass stamp() {
        return StampClass.ARRIVAL;
    }

    @Override
    public long framePeriodNs() {
        return PERIOD_NS;
    }

    @Override
    public long upstreamDelayNs() {
        return 0;
    }

    @Override
    public long nextDueNs() {
        return startNs + next * PERIOD_NS;
    }

    @Override
    public long gaps() {
        return 0;
    }

    @Override
    public String fault() {
        return null;
    }

    @Override
    public void close() {
        airspace.end(Ending.TIMED_OUT);
    }
}
