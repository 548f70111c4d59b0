package dev.saccade.models.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.kernel.Kernels;
import dev.saccade.model.GateLimit;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.junit.jupiter.api.Test;

/** Each task's agreement, by cases computed by hand. */
class AgreementTest {
    @Test
    void shouldCountTheBestClassAndTheFiveBest() {
        ClassAgreement agreement = new ClassAgreement();

        assertThat(agreement.add(classes(1, 2, 3, 4, 5), classes(1, 2, 3, 4, 9)))
                .isEqualTo(0.8);
        assertThat(agreement.add(classes(1, 2, 3, 4, 5), classes(2, 1, 3, 4, 5)))
                .isZero();

        assertThat(value(agreement, GateLimit.TOP1)).isEqualTo(0.5);
        assertThat(value(agreement, GateLimit.TOP5)).isEqualTo(0.9);
    }

    @Test
    void shouldPairBoxesOfOneLabelThatOverlapByHalf() {
        MatchAgreement agreement = new MatchAgreement(false, 0.3, 0.1);
        Detections a = new Detections(8);
        a.add(0, 0, 10, 10, 0.75f, 0);
        a.add(50, 50, 10, 10, 0.5f, 0);
        Detections b = new Detections(8);
        b.add(0, 0, 10, 5, 0.5f, 0); // half of the first: 50 of 100
        b.add(50, 50, 10, 10, 0.5f, 1); // another label

        assertThat(agreement.add(boxes(a), boxes(b))).isEqualTo(0.5);

        assertThat(value(agreement, GateLimit.MATCHED)).isEqualTo(0.5);
        assertThat(value(agreement, GateLimit.SCORE)).isEqualTo(0.25);
        assertThat(MatchAgreement.iou(a, 0, b, 0)).isEqualTo(0.5);
    }

    @Test
    void shouldForgiveABoxThatOnlyJustMissesTheCutOff() {
        MatchAgreement agreement = new MatchAgreement(false, 0.25, 0.125);
        Detections near = new Detections(8);
        near.add(0, 0, 10, 10, 0.3125f, 0);
        Detections sure = new Detections(8);
        sure.add(0, 0, 10, 10, 0.5f, 0);

        assertThat(agreement.add(boxes(near), boxes(new Detections(8)))).isEqualTo(1);
        assertThat(agreement.add(boxes(sure), boxes(new Detections(8)))).isZero();
    }

    @Test
    void shouldMeasureTheEndsOfLinesWhicheverComesFirst() {
        MatchAgreement agreement = new MatchAgreement(true, 0.1, 0);
        Detections a = new Detections(8);
        a.addSegment(0, 0, 30, 40, 0.5f, 0);
        Detections b = new Detections(8);
        b.addSegment(30, 41, 0, 0, 0.5f, 0);
        b.addSegment(80, 0, 90, 0, 0.5f, 0);

        assertThat(agreement.add(boxes(a), boxes(b))).isCloseTo(2 / 3.0, within(1e-12));

        // The frame is 60x80: its diagonal has 100 pixels, and 2 of them part partners from strangers.
        assertThat(value(agreement, GateLimit.LINE_ENDS)).isEqualTo(0.01);
    }

    @Test
    void shouldMeasureEachClassOfAMask() {
        MaskAgreement agreement = new MaskAgreement(List.of("ground", "pad", "sky"));

        double worst = agreement.add(mask(0, 0, 1, 1), mask(0, 1, 1, 1));

        assertThat(worst).isEqualTo(0.5);
        assertThat(agreement.measures())
                .containsExactly(
                        new Measure(GateLimit.MASK_IOU, 0.5, "ground"),
                        new Measure(GateLimit.MASK_IOU, 2 / 3.0, "pad"));
    }

    private static double value(TaskAgreement agreement, GateLimit limit) {
        return agreement.measures().stream()
                .filter(m -> m.limit() == limit)
                .findFirst()
                .orElseThrow()
                .value();
    }

    private static Perception classes(int... labels) {
        Classes classes = new Classes(5);
        for (int label : labels) {
            classes.add(label, 0.5f);
        }
        return new Perception(null, null, classes, null);
    }

    private static Perception boxes(Detections detections) {
        Perception perception = new Perception(null, detections, null, null);
        perception.begin(0, 60, 80, 0, 0);
        return perception;
    }

    private static Perception mask(int... pixels) {
        SegmentationMask mask = new SegmentationMask(pixels.length, 1, 3);
        byte[] bytes = new byte[pixels.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) pixels[i];
        }
        try (BytePointer copy = new BytePointer(bytes)) {
            Kernels.copy(mask.address(), copy.address(), bytes.length);
        }
        return new Perception(null, null, null, mask);
    }
}
