package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import dev.saccade.control.mode.Reason;
import dev.saccade.vision.Freshness;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The inputs of one tick beside what was seen. One object serves every tick: valid during the call that receives it,
 * control thread. Reading allocates nothing.
 */
public final class TickInput {
    private final Map<String, SensorReading> readings = new HashMap<>();
    private final SensorPort[] ports;
    private final SensorReading[] byPort;
    private long tick = -1;
    private long timeNs;
    private long dtNs;
    private long ageNs;
    private long validUntilNs;
    private boolean fallback;
    private Mode mode = Mode.SAFE;
    private Reason reason = Reason.NOT_SEEN_YET;
    private Freshness freshness = Freshness.NONE;

    TickInput(List<SensorPort> sensors) {
        ports = sensors.toArray(SensorPort[]::new);
        byPort = new SensorReading[ports.length];
        for (int i = 0; i < ports.length; i++) {
            byPort[i] = ports[i].newReading();
            if (readings.put(ports[i].name(), byPort[i]) != null) {
                throw new LoopConfigurationException(
                        "sensor '" + ports[i].name() + "' is registered twice; give each its own name");
            }
        }
    }

    void begin(long tickNumber, long nowNs, long sinceLastNs) {
        tick = tickNumber;
        timeNs = nowNs;
        dtNs = sinceLastNs;
        for (int i = 0; i < ports.length; i++) {
            ports[i].takeInto(byPort[i]);
        }
    }

    void perception(Freshness newFreshness, long newAgeNs) {
        perception(newFreshness, newAgeNs, false);
    }

    void perception(Freshness newFreshness, long newAgeNs, boolean standIn) {
        freshness = newFreshness;
        ageNs = newAgeNs;
        fallback = standIn;
    }

    void validUntil(long expiryNs) {
        validUntilNs = expiryNs;
    }

    void mode(Mode newMode, Reason newReason) {
        mode = newMode;
        reason = newReason;
    }

    /** @return number of this tick from 0; skipped ticks are not numbered */
    public long tick() {
        return tick;
    }

    /** @return when this tick woke, monotonic ns */
    public long timeNs() {
        return timeNs;
    }

    /** @return since the tick before, ns; the period at the first */
    public long dtNs() {
        return dtNs;
    }

    /** @return since the tick before, seconds */
    public double dt() {
        return dtNs / 1e9;
    }

    /** @return whether any frame has been looked at; "nothing seen" and "did not look" differ */
    public boolean hasPerception() {
        return freshness != Freshness.NONE;
    }

    /**
     * Age of the newest perception.
     *
     * @return at this tick, with the source's upstream delay, ns; no meaning without {@link #hasPerception()}
     */
    public long ageNs() {
        return ageNs;
    }

    /** @return whether the newest perception is of the standby, not of the configured engine */
    public boolean isFallback() {
        return fallback;
    }

    /**
     * When a command of this tick expires: NOMINAL, at the maximum age of the perception that it was made from; DEGRADED,
     * at the age at which the loop goes safe. Outlets look at it again when they send.
     *
     * @return monotonic ns; in SAFE, where there is no command, the tick's own time
     */
    public long validUntilNs() {
        return validUntilNs;
    }

    /** @return how the newest perception stands */
    public Freshness freshness() {
        return freshness;
    }

    /** @return the mode of this tick */
    public Mode mode() {
        return mode;
    }

    /** @return what called for that mode */
    public Reason reason() {
        return reason;
    }

    /**
     * A registered sensor at this tick.
     *
     * @param name of its port
     * @return the reading, valid during the call
     * @throws IllegalArgumentException when no port of that name is registered
     */
    public SensorReading sensor(String name) {
        SensorReading reading = readings.get(name);
        if (reading == null) {
            throw new IllegalArgumentException("no sensor '" + name + "' is registered with the loop; registered: "
                    + (readings.isEmpty() ? "none" : String.join(", ", new TreeSet<>(readings.keySet()))));
        }
        return reading;
    }
}
