package dev.saccade.shadow;

import dev.saccade.pipeline.PerceptionTap;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.LongUnaryOperator;

/**
 * A candidate that looks beside production, for one run. Made and set up before the loop, which drives it on threads of
 * its own; its {@link #record()} is read while the run lasts and after it.
 */
public final class Shadow {
    private final Perceiver candidate;
    private final FrameComparison comparison;
    private final ShadowSettings settings;
    private final CostTrial trial;
    private final ShadowRecord record;
    private final List<PerceptionTap> taps = new ArrayList<>();
    private LongUnaryOperator virtualLatency;
    private boolean used;

    /**
     * Makes a shadow.
     *
     * @param candidate looks; the caller's, closed after the run; used by no one else meanwhile
     * @param comparison judges each frame that both saw
     * @param settings bounds
     */
    public Shadow(Perceiver candidate, FrameComparison comparison, ShadowSettings settings) {
        this.candidate = candidate;
        this.comparison = comparison;
        this.settings = settings;
        trial = new CostTrial(settings.blockFrames(), settings.costPercent());
        record = new ShadowRecord(trial);
    }

    /**
     * Adds a reader of everything that the candidate sees.
     *
     * @param tap made for the candidate, without frames and not lossless; the caller's
     * @return this
     */
    public Shadow tap(PerceptionTap tap) {
        if (tap.keepsFrames()) {
            throw new IllegalArgumentException("a tap of a shadow keeps no frames: make it without them");
        }
        taps.add(tap);
        return this;
    }

    /**
     * Says how long the candidate looks in virtual time; needed there.
     *
     * @param latencyNs ns, by the frame's sequence
     * @return this
     */
    public Shadow virtualLatency(LongUnaryOperator latencyNs) {
        virtualLatency = latencyNs;
        return this;
    }

    /** @return what becomes of it */
    public ShadowRecord record() {
        return record;
    }

    /** @return the candidate */
    public Perceiver candidate() {
        return candidate;
    }

    /**
     * Makes what drives it. For the loop, once.
     *
     * @param serving whose results it is compared with
     * @param nominal whether the loop's mode is NOMINAL; any thread
     * @param clock of the loop
     * @param isVirtual whether the loop runs in virtual time
     * @return the agent, owned by the caller; on threads its engine's own has started
     */
    public ShadowAgent agent(Perceiver serving, BooleanSupplier nominal, MonotonicClock clock, boolean isVirtual) {
        if (used) {
            throw new IllegalStateException("this shadow has run already: make another");
        }
        if (isVirtual && virtualLatency == null) {
            throw new IllegalStateException("a shadow in virtual time needs its latency: set virtualLatency(...)");
        }
        used = true;
        return new ShadowAgent(this, trial, serving, nominal, clock, isVirtual ? virtualLatency : null);
    }

    FrameComparison comparison() {
        return comparison;
    }

    ShadowSettings settings() {
        return settings;
    }

    List<PerceptionTap> taps() {
        return List.copyOf(taps);
    }
}
