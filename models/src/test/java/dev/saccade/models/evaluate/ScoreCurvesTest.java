package dev.saccade.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.models.evaluate.metric.Curve;
import dev.saccade.models.evaluate.metric.ScoreCurves;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Areas by hand, and against the definition: the share of pairs in the right order. */
class ScoreCurvesTest {
    private static final double EXACT = 1e-12;

    @Test
    void shouldGiveTheAreasOfACaseWorkedByHand() {
        // Best first: + - + -: pairs in order 3 of 4; precision 1 at recall 1/2, 2/3 at recall 1.
        ScoreCurves curves =
                new ScoreCurves(new float[] {0.1f, 0.8f, 0.35f, 0.4f}, new boolean[] {false, true, true, false});
        Curve roc = curves.roc("case");
        assertThat(roc.area()).isCloseTo(0.75, within(EXACT));
        assertThat(roc.x()).containsExactly(0, 0, 0.5, 0.5, 1);
        assertThat(roc.y()).containsExactly(0, 0.5, 0.5, 1, 1);
        assertThat(curves.precisionRecall("case").area()).isCloseTo(0.5 + 0.5 * 2 / 3, within(EXACT));
    }

    @Test
    void shouldTreatEqualScoresAsOneThreshold() {
        ScoreCurves curves =
                new ScoreCurves(new float[] {0.5f, 0.5f, -0f, 0f}, new boolean[] {true, false, false, true});
        assertThat(curves.roc("ties").area()).isCloseTo(0.5, within(EXACT));
        assertThat(curves.roc("ties").x()).hasSize(3);
    }

    @Test
    void shouldTellNeighbouringFloatsApart() {
        float score = 0.7f;
        ScoreCurves curves = new ScoreCurves(new float[] {score, Math.nextUp(score)}, new boolean[] {false, true});
        assertThat(curves.roc("near").area()).isEqualTo(1);
    }

    @Test
    void shouldAgreeWithCountedPairs() {
        Random random = new Random(7);
        for (int round = 0; round < 50; round++) {
            int n = 2 + random.nextInt(60);
            float[] scores = new float[n];
            boolean[] positive = new boolean[n];
            for (int i = 0; i < n; i++) {
                scores[i] = (random.nextInt(21) - 5) / 16f;
                positive[i] = i == 0 || (i > 1 && random.nextBoolean());
            }
            double right = 0;
            double pairs = 0;
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < n; k++) {
                    if (positive[i] && !positive[k]) {
                        pairs++;
                        right += scores[i] > scores[k] ? 1 : scores[i] == scores[k] ? 0.5 : 0;
                    }
                }
            }
            assertThat(new ScoreCurves(scores, positive).roc("random").area()).isCloseTo(right / pairs, within(1e-9));
        }
    }

    @Test
    void shouldSayWhenThereIsNoCurve() {
        assertThat(new ScoreCurves(new float[] {1, 2}, new boolean[] {true, true}).hasBoth())
                .isFalse();
    }
}
