package dev.saccade.control;

import dev.saccade.control.mode.ModeRules;
import dev.saccade.log.EventRing;
import dev.saccade.pipeline.LatestValue;
import dev.saccade.time.ManualClock;
import dev.saccade.vision.Perception;
import java.util.List;

/**
 * Drives a control agent of its own through every mode and fault against an actuator that goes nowhere, so that by the
 * time the real one may steer its classes are loaded and its paths compiled. It needs some 24,000 ticks, because the
 * thread that makes a method hot enough for C2 also allocates that class's string constants. The user's controller,
 * actuator, sensors and counters take no part and no trace stays. Runs on any one thread, beside the real loop.
 *
 * @param <C> the vehicle's command
 */
final class DryRun<C extends Command> implements Runnable {
    private static final int ROUNDS = 600;
    private static final int TICKS = 40;
    private static final int CYCLE = 100;
    private static final int FIRST_CONDITION = 10;
    private static final int CONDITIONS = 5;
    private static final long PERIOD_NS = 1_000_000;
    private static final String SENSOR = "dry";

    private final ControlSettings<C> settings;
    private final LatestValue<Perception> perceptions;
    private final SeenViews views;
    private final ManualClock clock = new ManualClock(0);
    private final SensorPort sensor = SensorPort.named(SENSOR);
    private final String label;
    private Sighting kept;
    private long round;
    private long frame;
    private double sum;

    /**
     * @param real settings of the loop to come
     * @param perceptions three perceptions of the model, owned by this run and freed after it
     * @param views of the same model, of this run alone
     */
    DryRun(ControlSettings<C> real, LatestValue<Perception> perceptions, SeenViews views) {
        this.perceptions = perceptions;
        this.views = views;
        List<String> labels = perceptions.writable().model().labels();
        label = labels.isEmpty() ? null : labels.get(0);
        settings = new ControlSettings<>(
                PERIOD_NS,
                0,
                this::decide,
                this::degraded,
                real.limits(),
                List.of(sensor),
                new Nowhere(real.actuator()),
                0,
                Tolerances.standard());
    }

    @Override
    public void run() {
        EventRing events = new EventRing(16);
        ControlAgent<C> agent =
                new ControlAgent<>(settings, perceptions, views, clock, events, this::condition, () -> false);
        for (round = 0; round < ROUNDS; round++) {
            agent.arm(new ModeRules(10 * PERIOD_NS, 20 * PERIOD_NS, 2));
            for (int i = 0; i < TICKS; i++) {
                // The second half sees nothing new: stale, then lost.
                if (i < TICKS / 2) {
                    see();
                }
                sensor.set(i, clock.nanoTime());
                agent.doWork(clock.nanoTime());
                clock.advance(i % 8 == 7 ? 2 * PERIOD_NS : PERIOD_NS);
            }
            if (round % CYCLE == 6) {
                agent.operatorStop("dry run");
                agent.doWork(clock.nanoTime());
                clock.advance(PERIOD_NS);
            }
            agent.rearm();
            events.drain((type, timeNs, a, b, c, d) -> {});
        }
        agent.close();
        discard();
    }

    /** Frees the perceptions of a run that never began. */
    void discard() {
        perceptions.forEachCopy(Perception::close);
    }

    /** Each of the bits in a round of its own. */
    private int condition(long nowNs) {
        long bit = round % CYCLE - FIRST_CONDITION;
        return bit >= 0 && bit < CONDITIONS ? 1 << bit : StreamCondition.SOUND;
    }

    private void see() {
        Perception p = perceptions.writable();
        p.ranOn(p.backend(), round % 2 == 0);
        p.begin(frame++, 64, 48, clock.nanoTime(), clock.nanoTime());
        if (p.detections() != null) {
            p.detections().clear();
            p.detections().add(1, 1, 32, 24, 0.5f, 0);
        }
        if (p.classes() != null) {
            p.classes().clear();
            p.classes().add(0, 0.5f);
        }
        perceptions.publish();
    }

    private void decide(Seen seen, TickInput in, C command) {
        sum += (double) seen.ageNs() + seen.frame() + seen.frameWidth() + seen.frameHeight() + in.ageNs();
        sum += (in.isFallback() ? 1 : 0) + in.validUntilNs();
        sum += in.sensor(SENSOR).isPresent() ? in.sensor(SENSOR).value() : 0;
        switch (perceptions.latest().task()) {
            case DETECTION -> look(seen);
            case CLASSIFICATION -> sum += seen.topClass().length() + seen.topScore();
            case SEGMENTATION -> sum += label == null ? 0 : seen.maskShare(label);
        }
        command.value(0, round % CYCLE == 1 ? Double.NaN : sum);
        if (round % CYCLE == 5) {
            clock.advance(11 * PERIOD_NS);
        }
        if (round % CYCLE == 2) {
            throw new IllegalStateException("dry run");
        }
        if (round % CYCLE == 3) {
            sum += kept == null ? 0 : kept.score();
        }
    }

    private void look(Seen seen) {
        for (int i = 0; i < seen.count(); i++) {
            measure(seen.at(i));
        }
        if (label != null) {
            measure(seen.largest(label));
            measure(seen.best(label));
            sum += seen.count(label);
        }
        kept = seen.at(0);
    }

    private void measure(Sighting s) {
        sum += (s.present() ? 1 : 0)
                + s.areaShare()
                + s.centreX()
                + s.centreY()
                + s.score()
                + s.label().length();
    }

    private void degraded(TickInput in, C command) {
        command.value(0, in.mode().code() + in.dt());
    }

    /** Answers with every return code in turn. */
    private final class Nowhere implements Actuator<C> {
        private final Actuator<C> real;

        Nowhere(Actuator<C> real) {
            this.real = real;
        }

        @Override
        public String name() {
            return "nowhere";
        }

        @Override
        public C newCommand() {
            return real.newCommand();
        }

        @Override
        public void prepare(SafePolicy policy) {}

        @Override
        public int send(C command, TickInput in) {
            return round % CYCLE == 4
                    ? REFUSED
                    : round % CYCLE == 7 ? LATCHED : round % CYCLE == 8 ? HANDED_OVER : SENT;
        }

        @Override
        public int sendSafe(TickInput in) {
            return SENT;
        }

        @Override
        public String lastError() {
            return "";
        }

        @Override
        public void close() {}
    }
}
