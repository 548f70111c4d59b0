package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The plans of the formats that a stream uses: one, rarely two. A frame of a known format costs a comparison; a new
 * format makes a plan, in place of the one made first when there is no room. A plan that a device may still use stays.
 * One thread.
 */
final class PlanCache<P extends FormatPlan> implements AutoCloseable {
    private static final int ROOM = 4;

    private final Function<FrameFormat, P> maker;
    /** The one made first comes first. */
    private final List<P> plans = new ArrayList<>(ROOM);

    /** @param maker makes a plan, or gives null when none can be made */
    PlanCache(Function<FrameFormat, P> maker) {
        this.maker = maker;
    }

    /** The plan of a format, or null when none can be made. */
    P of(FrameFormat format) {
        for (int i = 0; i < plans.size(); i++) {
            if (isSame(plans.get(i).format(), format)) {
                return plans.get(i);
            }
        }
        return make(format);
    }

    /** The frames of a stream share one format object. */
    @SuppressWarnings("ReferenceEquality")
    private static boolean isSame(FrameFormat a, FrameFormat b) {
        return a == b || a.equals(b);
    }

    private P make(FrameFormat format) {
        P made = maker.apply(format);
        if (made != null) {
            makeRoom();
            plans.add(made);
        }
        return made;
    }

    private void makeRoom() {
        int i = 0;
        while (plans.size() >= ROOM && i < plans.size()) {
            if (plans.get(i).isInFlight()) {
                i++;
            } else {
                plans.remove(i).close();
            }
        }
    }

    int size() {
        return plans.size();
    }

    P get(int i) {
        return plans.get(i);
    }

    @Override
    public void close() {
        plans.forEach(FormatPlan::close);
        plans.clear();
    }
}
