package dev.saccade.fault;

import dev.saccade.pipeline.LatencyModel;
import dev.saccade.time.MonotonicClock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Which faults are active when. Time counts from {@link #begin}, which the source calls with its first frame; before it
 * nothing is wrong. Any thread may ask; each kind is counted by the one thread that injects it.
 */
public final class FaultPlan {
    private static final FaultPlan NONE = new FaultPlan(List.of(), 0);
    private static final int KINDS = FaultKind.values().length;
    private static final double DRAWS = 1L << 53;

    private final FaultSpec[] specs;
    private final long seed;
    private final AtomicLongArray injected = new AtomicLongArray(KINDS);
    /** Each place of the one thread that injects its kind. */
    private final boolean[] struck;

    private volatile boolean begun;
    private volatile long beginNs;

    private FaultPlan(List<FaultSpec> specs, long seed) {
        this.specs = specs.toArray(FaultSpec[]::new);
        this.seed = seed;
        struck = new boolean[this.specs.length];
    }

    /** @return a plan in which nothing goes wrong */
    public static FaultPlan none() {
        return NONE;
    }

    /**
     * Makes a plan for one run.
     *
     * @param specs what goes wrong
     * @param seed chooses which frames are lost
     * @return the plan
     */
    public static FaultPlan of(List<FaultSpec> specs, long seed) {
        return new FaultPlan(specs, seed);
    }

    /** @return whether nothing goes wrong at any time */
    public boolean isEmpty() {
        return specs.length == 0;
    }

    /**
     * Whether a kind occurs at any time.
     *
     * @param kind of fault
     * @return whether a spec names it
     */
    public boolean has(FaultKind kind) {
        for (FaultSpec spec : specs) {
            if (spec.kind() == kind) {
                return true;
            }
        }
        return false;
    }

    /**
     * Starts the plan's time; only the first call counts.
     *
     * @param nowNs monotonic ns
     */
    public void begin(long nowNs) {
        if (!begun) {
            beginNs = nowNs;
            begun = true;
        }
    }

    /** @return when the plan's time began, monotonic ns; 0 before; any thread */
    public long beginNs() {
        return beginNs;
    }

    /**
     * Whether a kind is active.
     *
     * @param kind of fault
     * @param nowNs monotonic ns
     * @return whether it is
     */
    public boolean isActive(FaultKind kind, long nowNs) {
        return active(kind, nowNs) != null;
    }

    private FaultSpec active(FaultKind kind, long nowNs) {
        if (begun) {
            for (FaultSpec spec : specs) {
                if (spec.kind() == kind && spec.isActive(nowNs - beginNs)) {
                    return spec;
                }
            }
        }
        return null;
    }

    /**
     * Whether a kind that touches a share of the frames touches this one: a pure function of seed, kind and frame.
     *
     * @param kind of fault
     * @param frame its sequence
     * @param nowNs monotonic ns
     * @return whether it does
     */
    public boolean chooses(FaultKind kind, long frame, long nowNs) {
        FaultSpec share = active(kind, nowNs);
        return share != null && draw(kind, frame) < share.value();
    }

    /**
     * How late frames come now.
     *
     * @param nowNs monotonic ns
     * @return ns, 0 when nothing delays them
     */
    public long lateNs(long nowNs) {
        FaultSpec late = active(FaultKind.CAMERA_LATE, nowNs);
        return late == null ? 0 : (long) late.value();
    }

    /** The latest that a frame is at any time, ns. */
    long mostLateNs() {
        double most = 0;
        for (FaultSpec spec : specs) {
            most = spec.kind() == FaultKind.CAMERA_LATE ? Math.max(most, spec.value()) : most;
        }
        return (long) most;
    }

    /** 0..1 by kind and frame: the output function of SplitMix64 (Steele, Lea, Flood 2014). */
    private double draw(FaultKind kind, long frame) {
        long stream = kind == FaultKind.FRAME_LOSS ? seed : seed ^ ((long) kind.code() << 40);
        long z = stream + (frame + 1) * 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) / DRAWS;
    }

    /**
     * How much longer a run takes that begins now: the rest of a hang, and added latency.
     *
     * @param nowNs monotonic ns
     * @return ns, 0 when nothing delays it
     */
    public long delayNs(long nowNs) {
        FaultSpec hang = active(FaultKind.ENGINE_HANG, nowNs);
        FaultSpec slow = active(FaultKind.LATENCY, nowNs);
        return (hang == null ? 0 : hang.startNs() + hang.durationNs() - (nowNs - beginNs))
                + (slow == null ? 0 : (long) slow.value());
    }

    /**
     * Adds the plan's delays to a latency in virtual time, where an engine cannot wait.
     *
     * @param latency of a sound engine
     * @param clock tells when a run begins
     * @return the latency with the plan's delays
     */
    public LatencyModel delaying(LatencyModel latency, MonotonicClock clock) {
        return frame -> {
            long nowNs = clock.nanoTime();
            countDelays(nowNs);
            return latency.latencyNs(frame) + delayNs(nowNs);
        };
    }

    /**
     * Whether a kind that may strike once is due at this frame; counted. The one thread that injects the kind.
     *
     * @param kind of fault
     * @param nowNs monotonic ns
     * @return whether it strikes
     */
    public boolean strikes(FaultKind kind, long nowNs) {
        for (int i = 0; begun && i < specs.length; i++) {
            boolean isDue = specs[i].strikesOnce()
                    ? !struck[i] && specs[i].hasBegun(nowNs - beginNs)
                    : specs[i].isActive(nowNs - beginNs);
            if (specs[i].kind() == kind && isDue) {
                struck[i] = true;
                count(kind);
                return true;
            }
        }
        return false;
    }

    /** @return what goes wrong, to be told to the engine's process; a copy */
    public List<FaultSpec> specs() {
        return List.of(specs);
    }

    /**
     * Takes over what another process has counted. The one thread that hears from it.
     *
     * @param kind of fault
     * @param times how often it was injected there since the last call
     */
    public void injectedElsewhere(FaultKind kind, long times) {
        injected.lazySet(kind.code(), injected.get(kind.code()) + times);
    }

    void countDelays(long nowNs) {
        if (isActive(FaultKind.ENGINE_HANG, nowNs)) {
            count(FaultKind.ENGINE_HANG);
        }
        if (isActive(FaultKind.LATENCY, nowNs)) {
            count(FaultKind.LATENCY);
        }
    }

    void count(FaultKind kind) {
        injected.lazySet(kind.code(), injected.get(kind.code()) + 1);
    }

    /**
     * How often a kind was injected: frames or runs that it touched.
     *
     * @param kind of fault
     * @return count
     */
    public long injected(FaultKind kind) {
        return injected.get(kind.code());
    }
}
