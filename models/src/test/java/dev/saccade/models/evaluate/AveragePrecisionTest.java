package dev.saccade.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.models.evaluate.dataset.TruthBox;
import dev.saccade.models.evaluate.dataset.TruthBox.Weight;
import dev.saccade.models.evaluate.metric.AveragePrecision;
import dev.saccade.models.evaluate.metric.SeenBox;
import dev.saccade.models.evaluate.metric.SizeRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Cases worked by hand, and a second, plain implementation for cases without crowds. */
class AveragePrecisionTest {
    private static final double EXACT = 1e-12;

    private static SeenBox seen(double x, double y, double side, double score) {
        return new SeenBox(0, x, y, side, side, (float) score);
    }

    private static TruthBox truth(double x, double y, double side, Weight weight) {
        return new TruthBox(0, x, y, side, side, side * side, weight);
    }

    private static double ap50(AveragePrecision measure) {
        return measure.at(0, SizeRange.ALL);
    }

    @Test
    void shouldGiveOneForEveryObjectFoundAndNothingElse() {
        AveragePrecision measure = new AveragePrecision();
        measure.add(List.of(seen(10, 10, 40, 0.9)), List.of(truth(10, 10, 40, Weight.COUNTED)));
        assertThat(measure.mean(SizeRange.ALL)).isEqualTo(1);
        assertThat(measure.mean(SizeRange.MEDIUM)).isEqualTo(1);
        assertThat(measure.mean(SizeRange.LARGE)).isNaN();
    }

    @Test
    void shouldReadInterpolatedPrecisionAt101Recalls() {
        // Right, wrong, right of two objects: precision 1 up to recall 0.5 (51 of 101), then 2/3 (50 of 101).
        AveragePrecision measure = new AveragePrecision();
        measure.add(
                List.of(seen(0, 0, 10, 0.9), seen(500, 0, 10, 0.8), seen(100, 0, 10, 0.7)),
                List.of(truth(0, 0, 10, Weight.COUNTED), truth(100, 0, 10, Weight.COUNTED)));
        assertThat(ap50(measure)).isCloseTo((51 + 50 * 2 / 3.0) / 101, within(EXACT));
    }

    @Test
    void shouldCountAThresholdOnlyUpToTheOverlap() {
        // Side 10, shifted by 2: 80 / 120 = 0.667: found at 0.50, 0.55, 0.60, 0.65 of ten thresholds.
        AveragePrecision measure = new AveragePrecision();
        measure.add(List.of(seen(2, 0, 10, 0.9)), List.of(truth(0, 0, 10, Weight.COUNTED)));
        assertThat(measure.mean(SizeRange.ALL)).isCloseTo(0.4, within(EXACT));
        assertThat(measure.at(3, SizeRange.ALL)).isEqualTo(1);
        assertThat(measure.at(4, SizeRange.ALL)).isZero();
    }

    @Test
    void shouldCountASecondBoxOnOneObjectAsWrong() {
        AveragePrecision measure = new AveragePrecision();
        measure.add(
                List.of(seen(0, 0, 10, 0.9), seen(0, 0, 10, 0.8), seen(50, 0, 10, 0.7)),
                List.of(truth(0, 0, 10, Weight.COUNTED), truth(50, 0, 10, Weight.COUNTED)));
        assertThat(ap50(measure)).isCloseTo((51 + 50 * 2 / 3.0) / 101, within(EXACT));
    }

    @Test
    void shouldLeaveBoxesInACrowdAsideAndTheSecondOnAnIgnoredObjectNot() {
        AveragePrecision crowd = new AveragePrecision();
        List<SeenBox> three = List.of(seen(0, 0, 10, 0.9), seen(5, 5, 10, 0.8), seen(200, 0, 10, 0.7));
        TruthBox counted = truth(200, 0, 10, Weight.COUNTED);
        crowd.add(three, List.of(truth(0, 0, 100, Weight.CROWD), counted));
        assertThat(ap50(crowd)).isEqualTo(1);
        AveragePrecision ignored = new AveragePrecision();
        ignored.add(
                List.of(seen(0, 0, 10, 0.9), seen(0, 0, 10, 0.8), seen(200, 0, 10, 0.7)),
                List.of(truth(0, 0, 10, Weight.IGNORED), counted));
        assertThat(ap50(ignored)).isCloseTo(0.5, within(EXACT));
        AveragePrecision neither = new AveragePrecision();
        neither.add(three, List.of(counted));
        assertThat(ap50(neither)).isCloseTo(1 / 3.0, within(EXACT));
    }

    @Test
    void shouldLookAtAHundredBoxesOfAPictureOnly() {
        AveragePrecision measure = new AveragePrecision();
        List<SeenBox> many = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            many.add(seen(1000 + 20 * i, 0, 10, 0.9));
        }
        many.add(seen(0, 0, 10, 0.1));
        measure.add(many, List.of(truth(0, 0, 10, Weight.COUNTED)));
        assertThat(ap50(measure)).isZero();
    }

    @Test
    void shouldAgreeWithAPlainSecondImplementation() {
        Random random = new Random(11);
        for (int round = 0; round < 40; round++) {
            AveragePrecision measure = new AveragePrecision();
            List<List<SeenBox>> allSeen = new ArrayList<>();
            List<List<TruthBox>> allTruth = new ArrayList<>();
            int score = 1000;
            for (int picture = 0; picture < 6; picture++) {
                List<SeenBox> seen = new ArrayList<>();
                List<TruthBox> truth = new ArrayList<>();
                for (int i = random.nextInt(5) + (picture == 0 ? 1 : 0); i > 0; i--) {
                    int x = 100 * i;
                    truth.add(truth(x, 0, 16, Weight.COUNTED));
                    if (random.nextInt(4) > 0) {
                        seen.add(seen(x + random.nextInt(8), 0, 16, score-- / 1024.0));
                    }
                    if (random.nextInt(3) == 0) {
                        seen.add(seen(x, 300, 16, score-- / 1024.0));
                    }
                }
                measure.add(seen, truth);
                allSeen.add(seen);
                allTruth.add(truth);
            }
            for (int t = 0; t < AveragePrecision.THRESHOLDS; t++) {
                assertThat(measure.at(t, SizeRange.ALL))
                        .as("round %d, threshold %d", round, t)
                        .isCloseTo(plain(allSeen, allTruth, AveragePrecision.overlap(t)), within(1e-9));
            }
        }
    }

    /** At each recall, the best precision among all cut-offs that reach it. Objects never overlap each other here. */
    private static double plain(List<List<SeenBox>> seen, List<List<TruthBox>> truth, double overlap) {
        List<Float> cutOffs =
                seen.stream().flatMap(List::stream).map(SeenBox::score).toList();
        int objects = truth.stream().mapToInt(List::size).sum();
        double sum = 0;
        for (int r = 0; r <= 100; r++) {
            double best = 0;
            for (float cutOff : cutOffs) {
                int kept = 0;
                int found = 0;
                for (int p = 0; p < seen.size(); p++) {
                    for (SeenBox s : seen.get(p)) {
                        kept += s.score() >= cutOff ? 1 : 0;
                    }
                    for (TruthBox t : truth.get(p)) {
                        boolean isFound =
                                seen.get(p).stream().anyMatch(s -> s.score() >= cutOff && shifted(s, t) >= overlap);
                        found += isFound ? 1 : 0;
                    }
                }
                if (found >= r * 0.01 * objects) {
                    best = Math.max(best, found / (double) kept);
                }
            }
            sum += best;
        }
        return sum / 101;
    }

    /** Overlap of two squares of one size and row. */
    private static double shifted(SeenBox s, TruthBox t) {
        double shift = Math.abs(s.x() - t.x());
        return s.y() != t.y() || shift >= 16 ? 0 : (16 - shift) / (16 + shift);
    }
}
