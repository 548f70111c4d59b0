package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;
import dev.saccade.model.InputSpec;

/**
 * The plans of the formats that a stream uses: one, rarely two. A frame of a known format costs one comparison; a new
 * format makes a plan, in place of the one made first when there is no room. One thread.
 */
final class PlanCache implements AutoCloseable {
    private final InputSpec input;
    private final PreprocessPlan[] plans = new PreprocessPlan[4];
    private PreprocessPlan latest;
    private int next;

    PlanCache(InputSpec input) {
        this.input = input;
    }

    /** The plan of a format, or null when none can be made. */
    @SuppressWarnings("ReferenceEquality") // the frames of a stream share one format object
    PreprocessPlan of(FrameFormat format) {
        if (latest == null || latest.format() != format) {
            latest = find(format);
        }
        return latest;
    }

    private PreprocessPlan find(FrameFormat format) {
        for (PreprocessPlan plan : plans) {
            if (plan != null && plan.format().equals(format)) {
                return plan;
            }
        }
        PreprocessPlan made = PreprocessPlan.of(format, input);
        if (made != null) {
            if (plans[next] != null) {
                plans[next].close();
            }
            plans[next] = made;
            next = (next + 1) % plans.length;
        }
        return made;
    }

    @Override
    public void close() {
        latest = null;
        for (int i = 0; i < plans.length; i++) {
            if (plans[i] != null) {
                plans[i].close();
                plans[i] = null;
            }
        }
    }
}
