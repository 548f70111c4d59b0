package dev.saccade.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.models.evaluate.dataset.Sample;
import dev.saccade.models.evaluate.dataset.Truth;
import dev.saccade.models.evaluate.dataset.TruthBox;
import dev.saccade.models.evaluate.dataset.TruthBox.Weight;
import dev.saccade.models.evaluate.metric.BoxConfusion;
import dev.saccade.models.evaluate.metric.Confusion;
import dev.saccade.models.evaluate.metric.Histogram;
import dev.saccade.models.evaluate.metric.SeenBox;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Perception;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is counted, in cases worked by hand. */
class TalliesTest {
    private static Sample sample(int label) {
        return new Sample("x", Path.of("x"), 0, 0, new Truth.OfClass(label));
    }

    private static void see(ClassTally tally, int truth, float... scores) {
        Classes classes = new Classes(scores.length);
        java.util.stream.IntStream.range(0, scores.length)
                .boxed()
                .sorted((a, b) -> Float.compare(scores[b], scores[a]))
                .forEach(i -> classes.add(i, scores[i]));
        tally.add(sample(truth), new Perception(null, null, classes, null));
    }

    @Test
    void shouldCountAnswersAsTheyAreServed() throws Exception {
        List<Sample> samples = List.of(sample(0), sample(0), sample(1), sample(1));
        ClassTally tally = new ClassTally(List.of("cat", "dog", "fox"), 0.5f, samples);
        see(tally, 0, 0.75f, 0.25f, 0);
        see(tally, 0, 0.25f, 0.625f, 0.125f);
        see(tally, 1, 0.125f, 0.75f, 0.125f);
        see(tally, 1, 0.25f, 0.375f, 0.375f);
        Findings findings = tally.findings();
        // The last is right, but below the score that is served.
        assertThat(findings.metrics()).containsEntry("top1", 0.5).containsEntry("top5", 1.0);
        assertThat(findings.confusion().count(1, findings.confusion().nothing()))
                .isEqualTo(1);
        assertThat(findings.confusion().count(0, 1)).isEqualTo(1);
        // cat: 0.75 above all, 0.25 beside a dog's 0.25 and above 0.125: (1 + 1 + 0.5 + 1) / 4 pairs.
        assertThat(findings.rows().get(0).values().get("auc")).isCloseTo(0.875, within(1e-12));
        assertThat(tally.statistics().labels(List.of("cat", "dog", "fox")))
                .containsEntry("cat", 1L)
                .containsEntry("dog", 2L)
                .hasSize(2);
    }

    @Test
    void shouldPairBoxesAndObjectsWhateverTheirLabels() {
        Confusion confusion = new Confusion(2);
        new BoxConfusion(confusion)
                .add(
                        List.of(
                                new SeenBox(1, 0, 0, 10, 10, 0.9f),
                                new SeenBox(0, 50, 0, 10, 10, 0.8f),
                                new SeenBox(0, 200, 0, 10, 10, 0.7f)),
                        List.of(
                                new TruthBox(0, 0, 0, 10, 10, 100, Weight.COUNTED),
                                new TruthBox(0, 100, 0, 10, 10, 100, Weight.COUNTED),
                                new TruthBox(0, 200, 0, 10, 10, 100, Weight.IGNORED)));
        assertThat(confusion.cells())
                .containsExactly(new Confusion.Cell(0, 1, 1), new Confusion.Cell(0, 2, 1), new Confusion.Cell(2, 0, 1));
    }

    @Test
    void shouldKeepWhatLiesOutsideInTheOutermostBins() {
        Histogram histogram = new Histogram(0, 1, 4);
        for (double value : new double[] {-1, 0, 0.25, 0.999, 1, 7, Double.NaN}) {
            histogram.add(value);
        }
        assertThat(histogram.counts()).containsExactly(2, 1, 0, 3);
    }
}
