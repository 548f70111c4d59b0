package dev.saccade.models.drift;

import dev.saccade.frame.Frame;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.evaluate.InputLuma;
import dev.saccade.vision.Perception;

/**
 * Compares a run's frames and answers with the record of the version that serves. The window holds the latest
 * {@link #WINDOW} frames and moves by half of that; it is judged when a half is full. Adding and judging allocate
 * nothing. One thread adds; {@link #state()} and {@link #isDrifting()} may be asked from any. Owns native memory until
 * {@link #close()}.
 */
public final class DriftWatch implements AutoCloseable {
    /** Frames of a window. */
    public static final int WINDOW = 256;

    private static final int STATISTICS = 3;
    /** Least time between two words on one statistic. */
    private static final long QUIET_NS = 10_000_000_000L;

    /** Hears of levels that changed; the thread that adds. */
    @FunctionalInterface
    public interface Listener {
        /**
         * A level changed, at most once in ten seconds for a statistic; what changed back meanwhile is not told.
         *
         * @param statistic {@code input}, {@code output} or {@code labels}
         * @param from level that was told last
         * @param state of the statistic now
         */
        void changed(String statistic, DriftLevel from, StatisticState state);
    }

    private final String identity;
    private final Comparison comparison;
    private final DriftBounds bounds;
    private final boolean isOutputComparable;
    private final Listener listener;
    private final InputLuma brightness = new InputLuma();
    private final StatisticDrift[] statistics;
    private final DriftLevel[] worst = new DriftLevel[STATISTICS];
    private final DriftLevel[] told = new DriftLevel[STATISTICS];
    private final long[] toldNs = new long[STATISTICS];
    private FrameStatistics older;
    private FrameStatistics newer;
    private long frames;
    private long windows;
    private volatile boolean drifting;

    /**
     * Makes a watch.
     *
     * @param model as it serves
     * @param recorded what is compared with
     * @param bounds where the levels begin
     * @param listener hears of changes
     */
    public DriftWatch(ModelPackage model, RecordedStatistics recorded, DriftBounds bounds, Listener listener) {
        identity = model.identity();
        comparison = new Comparison(recorded, model.labels());
        this.bounds = bounds;
        this.listener = listener;
        older = new FrameStatistics(model);
        newer = new FrameStatistics(model);
        isOutputComparable = recorded.isComparable(
                model.thresholds().score(), older.outputs().name());
        statistics = new StatisticDrift[] {comparison.input(), comparison.output(), comparison.labels()};
        for (int i = 0; i < STATISTICS; i++) {
            worst[i] = DriftLevel.NONE;
            told[i] = DriftLevel.NONE;
        }
    }

    /** @return whether answers are compared too; not when another minimum score is served than was recorded */
    public boolean isOutputComparable() {
        return isOutputComparable;
    }

    /**
     * Counts a frame.
     *
     * @param frame leased by the caller, read during the call only
     * @param seen what was said about it; answers of another model that stood in are left out
     * @param nowNs monotonic
     */
    public void add(Frame frame, Perception seen, long nowNs) {
        newer.add(brightness, frame, seen.model().identity().equals(identity) ? seen : null);
        if (newer.frames() < WINDOW / 2) {
            count(false);
            return;
        }
        count(older.frames() > 0);
        FrameStatistics free = older;
        older = newer;
        newer = free;
        newer.clear();
        tell(nowNs);
    }

    private synchronized void count(boolean isWhole) {
        frames++;
        if (!isWhole) {
            return;
        }
        comparison.judge(older, newer, bounds, isOutputComparable);
        windows++;
        boolean any = false;
        for (int i = 0; i < STATISTICS; i++) {
            worst[i] = DriftLevel.worst(worst[i], statistics[i].level());
            any |= statistics[i].level() == DriftLevel.DRIFT;
        }
        drifting = any;
    }

    private void tell(long nowNs) {
        for (int i = 0; i < STATISTICS; i++) {
            DriftLevel level = statistics[i].level();
            if (level != told[i] && (toldNs[i] == 0 || nowNs - toldNs[i] >= QUIET_NS)) {
                listener.changed(name(i), told[i], statistics[i].state(worst[i]));
                told[i] = level;
                toldNs[i] = nowNs;
            }
        }
    }

    private static String name(int i) {
        return switch (i) {
            case 0 -> "input";
            case 1 -> "output";
            default -> "labels";
        };
    }

    /** @return whether a statistic of the latest window is at {@link DriftLevel#DRIFT} */
    public boolean isDrifting() {
        return drifting;
    }

    /** @return a copy of how it stands */
    public synchronized DriftState state() {
        DriftLevel level = DriftLevel.NONE;
        for (StatisticDrift statistic : statistics) {
            level = DriftLevel.worst(level, statistic.level());
        }
        return new DriftState(
                frames,
                windows,
                level,
                statistics[0].state(worst[0]),
                statistics[1].state(worst[1]),
                statistics[2].state(worst[2]));
    }

    /** Frees the memory; nothing is added any more. Idempotent. */
    @Override
    public void close() {
        brightness.close();
    }
}
