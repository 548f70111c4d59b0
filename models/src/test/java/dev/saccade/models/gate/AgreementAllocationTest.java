package dev.saccade.models.gate;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Comparing two results allocates nothing once the first pair was seen, by the exact total over many frames. In rounds,
 * because the thread that asks for an optimised compilation resolves that class's constants itself, once; a round without
 * a byte must come.
 */
class AgreementAllocationTest {
    private static final int FRAMES = 5_000;
    private static final int ROUNDS = 12;

    @ParameterizedTest(name = "{0}")
    @MethodSource("tasks")
    @SuppressWarnings("unused")
    void shouldAllocateNothing(String name, TaskAgreement agreement, Perception a, Perception b) {
        assertThat(rounds(agreement, a, b))
                .as("bytes of each round of %d frames", FRAMES)
                .endsWith(0L);
    }

    @Test
    void shouldNoticeMeasuresThatAreAskedEachFrame() {
        TaskAgreement agreement = new ClassAgreement();
        TaskAgreement asking = new TaskAgreement() {
            private List<Measure> latest = List.of();

            @Override
            public double add(Perception reference, Perception candidate) {
                double agree = agreement.add(reference, candidate);
                latest = agreement.measures();
                return agree;
            }

            @Override
            public List<Measure> measures() {
                return latest;
            }
        };
        assertThat(rounds(asking, classes(1, 2), classes(2, 1))).hasSize(ROUNDS).allSatisfy(bytes -> assertThat(bytes)
                .isPositive());
    }

    /** Bytes of each round, up to the first that is 0. */
    private static List<Long> rounds(TaskAgreement agreement, Perception a, Perception b) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        List<Long> rounds = new ArrayList<>();
        long bytes = 1;
        while (bytes != 0 && rounds.size() < ROUNDS) {
            long start = threads.getCurrentThreadAllocatedBytes();
            double sum = 0;
            for (int i = 0; i < FRAMES; i++) {
                sum += (i & 1) == 0 ? agreement.add(a, b) : agreement.add(b, a);
            }
            bytes = threads.getCurrentThreadAllocatedBytes() - start;
            assertThat(sum).isBetween(0.0, (double) FRAMES);
            rounds.add(bytes);
        }
        return rounds;
    }

    static Stream<Arguments> tasks() {
        return Stream.of(
                Arguments.of("classes", new ClassAgreement(), classes(1, 2, 3, 4, 5), classes(1, 2, 7)),
                Arguments.of("boxes", new MatchAgreement(false, 0.3, 0.1), boxes(false, 8), boxes(false, 6)),
                Arguments.of("lines", new MatchAgreement(true, 0.3, 0.1), boxes(true, 8), boxes(true, 6)),
                Arguments.of("masks", new MaskAgreement(List.of("a", "b")), mask(), mask()));
    }

    private static Perception classes(int... labels) {
        Classes classes = new Classes(5);
        for (int label : labels) {
            classes.add(label, 0.5f);
        }
        return new Perception(null, null, classes, null);
    }

    private static Perception boxes(boolean isLines, int count) {
        Detections detections = new Detections(8);
        for (int i = 0; i < count; i++) {
            if (isLines) {
                detections.addSegment(8 * i, 0, 8 * i + 8, 8, 0.5f, 0);
            } else {
                detections.add(8 * i, 0, 8, 8, 0.5f, 0);
            }
        }
        Perception perception = new Perception(null, detections, null, null);
        perception.begin(0, 64, 64, 0, 0);
        return perception;
    }

    private static Perception mask() {
        return new Perception(null, null, null, new SegmentationMask(16, 16, 2));
    }
}
