package dev.saccade.models.gate;

import dev.saccade.model.GateLimit;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Perception;
import java.util.List;

/** Best class and five best classes. */
final class ClassAgreement implements TaskAgreement {
    private static final int FIVE = 5;

    private int frames;
    private int sameBest;
    private double sharedFive;

    @Override
    public double add(Perception reference, Perception candidate) {
        Classes a = reference.classes();
        Classes b = candidate.classes();
        boolean isEmpty = a.count() == 0 || b.count() == 0;
        boolean same = isEmpty ? a.count() == b.count() : a.label(0) == b.label(0);
        double shared = shared(a, b);
        frames++;
        sameBest += same ? 1 : 0;
        sharedFive += shared;
        return same ? shared : 0;
    }

    private static double shared(Classes a, Classes b) {
        int wanted = Math.min(FIVE, a.count());
        int found = 0;
        for (int i = 0; i < wanted; i++) {
            for (int k = 0; k < Math.min(FIVE, b.count()); k++) {
                found += a.label(i) == b.label(k) ? 1 : 0;
            }
        }
        return wanted == 0 ? 1 : (double) found / wanted;
    }

    @Override
    public List<Measure> measures() {
        return List.of(
                new Measure(GateLimit.TOP1, (double) sameBest / frames, ""),
                new Measure(GateLimit.TOP5, sharedFive / frames, ""));
    }
}
