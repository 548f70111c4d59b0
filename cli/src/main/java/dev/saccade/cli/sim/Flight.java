package dev.saccade.cli.sim;

import dev.saccade.control.CommandLimits;
import dev.saccade.control.ControlLoop;
import dev.saccade.control.LoopParts;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.VelocityCommand;
import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.fault.FaultPlan;
import dev.saccade.fault.FaultSpec;
import dev.saccade.fault.FaultyEngine;
import dev.saccade.fault.FaultySource;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.model.SharedCache;
import dev.saccade.pipeline.LatencyModel;
import dev.saccade.scene.landing.PinholeCamera;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import java.time.Duration;
import java.util.List;

/** One flight in virtual time, from the start to the ground or to its giving up. Blocks the calling thread. */
public final class Flight {
    /** Ticks of the control loop a second. */
    public static final double RATE_HZ = 50;
    /** Oldest perception that steers. */
    public static final Duration MAX_AGE = Duration.ofMillis(150);

    private static final Duration SAFE_AFTER = Duration.ofMillis(600);
    private static final Duration SAFE_HOLD = Duration.ofSeconds(6);
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long START_NS = 1_000_000_000L;
    private static final double LEAST_LATENCY_NS = 30e6;
    private static final double MOST_LATENCY_NS = 42e6;
    private static final double MOST_SPEED = 2;
    private static final double MOST_CHANGE = 4;

    private final FlightPlan plan;
    private final List<FaultSpec> faults;

    /**
     * Prepares a flight.
     *
     * @param plan where it begins and what it flies in
     * @param faults what goes wrong; times count from the first frame
     */
    public Flight(FlightPlan plan, List<FaultSpec> faults) {
        this.plan = plan;
        this.faults = List.copyOf(faults);
    }

    /**
     * Flies.
     *
     * @param model that finds the pad; runs on one thread of the processor, so that it repeats itself
     * @return how it went
     * @throws PackageException when the package is not what the flight needs
     * @throws EngineException when the model cannot be loaded
     */
    public FlightResult fly(ModelPackage model) throws PackageException, EngineException {
        ManualClock clock = new ManualClock(START_NS);
        FaultPlan faultPlan = FaultPlan.of(faults, plan.seed());
        Airspace airspace = new Airspace(plan, START_NS);
        LandingPilot pilot = new LandingPilot(PinholeCamera.WIDE, plan.gains());
        FlightLog log = new FlightLog();
        EngineOptions options = new EngineOptions(1, false, -1, SharedCache.directory("graphs"));
        FaultyEngine engine = FaultyEngine.inVirtualTime(Engines.load(model, Backend.CPU, options), faultPlan, clock);
        try (Perceiver perceiver = Perceivers.over(model, engine);
                FaultySource camera = new FaultySource(new DroneCamera(airspace, plan, START_NS), faultPlan);
                SimulatedDrone drone = new SimulatedDrone(airspace, pilot, log)) {
            ControlLoop<VelocityCommand> loop = ControlLoop.of(camera, perceiver, drone)
                    .rateHz(RATE_HZ)
                    .maxAge(MAX_AGE)
                    .safeAfter(SAFE_AFTER)
                    .sensor(airspace.roll)
                    .sensor(airspace.pitch)
                    .sensor(airspace.yaw)
                    .decide(pilot)
                    .degraded(pilot)
                    .safe(SafePolicy.holdThenSilence(SAFE_HOLD))
                    .limits(limits());
            try (LoopParts<VelocityCommand> parts = loop.simulate(clock, faultPlan.delaying(latency(), clock), LIMIT)) {
                return new FlightResult(plan, airspace, log, parts, faultPlan);
            }
        }
    }

    private static CommandLimits limits() {
        return CommandLimits.none()
                .range("forward", -MOST_SPEED, MOST_SPEED)
                .range("left", -MOST_SPEED, MOST_SPEED)
                .range("up", -MOST_SPEED, MOST_SPEED)
                .slew("forward", MOST_CHANGE)
                .slew("left", MOST_CHANGE)
                .slew("up", MOST_CHANGE);
    }

    private LatencyModel latency() {
        return frame -> (long) new Chance(plan.seed() * 1_000_003 + frame).between(LEAST_LATENCY_NS, MOST_LATENCY_NS);
    }
}
