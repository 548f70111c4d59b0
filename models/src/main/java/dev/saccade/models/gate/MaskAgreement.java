package dev.saccade.models.gate;

import dev.saccade.model.GateLimit;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Intersection over union of each class, over the pixels of all frames. Specks are left out. */
final class MaskAgreement implements TaskAgreement {
    /** A class is judged from a thousandth of all pixels on. */
    private static final double LEAST_SHARE = 0.001;

    private final List<String> labels;
    private long[] shared = {};
    private long[] either = {};
    private long[] both = {};
    private long[] any = {};
    private long pixels;

    MaskAgreement(List<String> labels) {
        this.labels = labels;
    }

    @Override
    public double add(Perception reference, Perception candidate) {
        SegmentationMask a = reference.mask();
        SegmentationMask b = candidate.mask();
        if (shared.length == 0) {
            shared = new long[a.classes()];
            either = new long[a.classes()];
            both = new long[a.classes()];
            any = new long[a.classes()];
        }
        Arrays.fill(both, 0);
        Arrays.fill(any, 0);
        for (int y = 0; y < a.height(); y++) {
            for (int x = 0; x < a.width(); x++) {
                int inA = a.at(x, y);
                int inB = b.at(x, y);
                any[inA]++;
                if (inA == inB) {
                    both[inA]++;
                } else {
                    any[inB]++;
                }
            }
        }
        double worst = 1;
        long size = (long) a.width() * a.height();
        pixels += size;
        for (int c = 0; c < any.length; c++) {
            shared[c] += both[c];
            either[c] += any[c];
            if (any[c] >= LEAST_SHARE * size) {
                worst = Math.min(worst, (double) both[c] / any[c]);
            }
        }
        return worst;
    }

    @Override
    public List<Measure> measures() {
        List<Measure> measures = new ArrayList<>();
        for (int c = 0; c < either.length; c++) {
            if (either[c] > 0 && either[c] >= LEAST_SHARE * pixels) {
                String name = c < labels.size() ? labels.get(c) : "class " + c;
                measures.add(new Measure(GateLimit.MASK_IOU, (double) shared[c] / either[c], name));
            }
        }
        return measures;
    }
}
