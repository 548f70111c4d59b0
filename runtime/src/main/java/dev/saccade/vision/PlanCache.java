package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;
import dev.saccade.model.InputSpec;

/**
 * The plans of the formats that a stream uses: one, rarely two. A frame of a known format costs a comparison; a new
 * format makes a plan, in place of the one made first when there is no room. One thread.
 */
final class PlanCache implements AutoCloseable {
    private final InputSpec input;
    private final PreprocessPlan[] plans = new PreprocessPlan[4];
    private int next;

    PlanCache(InputSpec input) {
        this.input = input;
    }

    /** The plan of a format, or null when none can be made. */
    PreprocessPlan of(FrameFormat format) {
        for (PreprocessPlan plan : plans) {
            if (plan != null && isSame(plan.format(), format)) {
                return plan;
            }
        }
        return make(format);
    }

    /** The frames of a stream share one format object, and a record's equals may allocate when it is first linked. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(FrameFormat a, FrameFormat b) {
        return a == b
                || (a.pixels() == b.pixels()
                        && a.width() == b.width()
                        && a.height() == b.height()
                        && a.matrix() == b.matrix()
                        && a.fullRange() == b.fullRange());
    }

    private PreprocessPlan make(FrameFormat format) {
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
        for (int i = 0; i < plans.length; i++) {
            if (plans[i] != null) {
                plans[i].close();
                plans[i] = null;
            }
        }
    }
}
