package dev.saccade.models.quantise;

import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameStore;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Frames in sets that share no picture: some count the ranges, others choose the layers, and each last set judges one
 * choice and nothing before it. A picture that comes again is left out, so that the same one is never in two sets.
 *
 * @param calibration half of them
 * @param selection a quarter
 * @param finals a quarter, as one set, or as two where there are enough
 */
record FrameSplit(
        List<FrameStore.Stored> calibration, List<FrameStore.Stored> selection, List<List<FrameStore.Stored>> finals) {
    private static final int TURN = 4;
    /** Fewer would judge by a frame or two more or less. */
    private static final int FEWEST_OF_A_SECOND_SET = 8;

    static FrameSplit of(FrameStore store) throws ModelsException {
        Set<String> seen = new HashSet<>();
        List<FrameStore.Stored> different = store.frames().stream()
                .filter(frame -> seen.add(frame.sha256()))
                .toList();
        if (different.size() < Int8Options.FEWEST_FRAMES) {
            throw ModelsException.badInput("source " + store.uri() + ": "
                    + store.frames().size() + " frames, "
                    + different.size() + " different ones, and a quantisation needs " + Int8Options.FEWEST_FRAMES
                    + " or more (4 calibrate, 2 choose the layers, 2 judge), better 96 that show what the camera will"
                    + " see; give another --frames");
        }
        List<FrameStore.Stored> calibration = new ArrayList<>();
        List<FrameStore.Stored> selection = new ArrayList<>();
        List<FrameStore.Stored> last = new ArrayList<>();
        for (int i = 0; i < different.size(); i++) {
            List<FrameStore.Stored> set =
                    switch (i % TURN) {
                        case 1 -> selection;
                        case TURN - 1 -> last;
                        default -> calibration;
                    };
            set.add(different.get(i));
        }
        return new FrameSplit(List.copyOf(calibration), List.copyOf(selection), finals(last));
    }

    private static List<List<FrameStore.Stored>> finals(List<FrameStore.Stored> last) {
        if (last.size() < 2 * FEWEST_OF_A_SECOND_SET) {
            return List.of(List.copyOf(last));
        }
        List<FrameStore.Stored> even = new ArrayList<>();
        List<FrameStore.Stored> odd = new ArrayList<>();
        for (int i = 0; i < last.size(); i++) {
            (i % 2 == 0 ? even : odd).add(last.get(i));
        }
        return List.of(List.copyOf(even), List.copyOf(odd));
    }

    /** Some of a set, spread evenly over it. */
    static List<FrameStore.Stored> spread(List<FrameStore.Stored> frames, int most) {
        int count = Math.min(most, frames.size());
        List<FrameStore.Stored> some = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            some.add(frames.get((int) ((long) i * frames.size() / count)));
        }
        return List.copyOf(some);
    }
}
