package dev.saccade.models.drift;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.evaluate.InputLuma;
import dev.saccade.models.repository.TinyPackage;
import dev.saccade.pipeline.AllocationMeter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cats in the dark and dogs in the light, seven to three. */
class DriftWatchTest {
    private static final long SEED = 5;
    private static final long FRAME_NS = 33_000_000;

    @TempDir
    Path dir;

    private final Random random = new Random(SEED);
    private final List<String> told = new ArrayList<>();
    private ModelPackage model;
    private Shown shown;
    private long nowNs = 1;

    @BeforeEach
    void make() throws Exception {
        model = ModelPackages.read(TinyPackage.write(dir.resolve("tiny"), "weights"));
        shown = new Shown(model);
    }

    @AfterEach
    void free() {
        shown.close();
    }

    /** What the next frame shows. */
    private record Scene(int luma, int label, float score) {}

    private interface Change {
        Scene of(Scene scene);
    }

    private Scene scene() {
        int label = random.nextInt(10) < 7 ? 0 : 1;
        int luma = Math.min(255, Math.max(0, (int) (random.nextGaussian() * 30) + (label == 0 ? 100 : 160)));
        return new Scene(luma, label, 0.5f + random.nextFloat() / 2);
    }

    private RecordedStatistics recorded(int frames) {
        FrameStatistics all = new FrameStatistics(model);
        try (InputLuma luma = new InputLuma()) {
            for (int i = 0; i < frames; i++) {
                Scene scene = scene();
                all.add(luma, shown.frame(scene.luma()), shown.answer(scene.label(), scene.score()));
            }
        }
        return RecordedStatistics.of(all, model.labels(), Spread.UNKNOWN);
    }

    private DriftWatch watch() {
        return new DriftWatch(
                model,
                recorded(2000),
                DriftBounds.USUAL,
                (statistic, from, now) -> told.add(statistic + " " + from + " " + now.level()));
    }

    private void show(DriftWatch watch, int frames, Change change) {
        for (int i = 0; i < frames; i++) {
            Scene scene = change.of(scene());
            watch.add(shown.frame(scene.luma()), shown.answer(scene.label(), scene.score()), nowNs);
            nowNs += FRAME_NS;
        }
    }

    @Test
    void shouldStayQuietWhileNothingChanges() {
        try (DriftWatch watch = watch()) {
            show(watch, 100 * DriftWatch.WINDOW, scene -> scene);
            DriftState state = watch.state();
            assertThat(state.windows()).isEqualTo(199);
            assertThat(state.frames()).isEqualTo(100L * DriftWatch.WINDOW);
            assertThat(List.of(
                            state.input().worst(),
                            state.output().worst(),
                            state.labels().worst()))
                    .as("seed %d", SEED)
                    .containsOnly(DriftLevel.NONE);
            assertThat(told).isEmpty();
        }
    }

    @Test
    void shouldTellOfDimmedFrames() {
        try (DriftWatch watch = watch()) {
            show(watch, DriftWatch.WINDOW, scene -> scene);
            show(watch, DriftWatch.WINDOW, scene -> new Scene(scene.luma() / 2, scene.label(), scene.score()));
            DriftState state = watch.state();
            assertThat(state.input().level()).isEqualTo(DriftLevel.DRIFT);
            assertThat(state.input().ks()).isGreaterThan(state.input().ksLimit());
            assertThat(state.labels().level()).isEqualTo(DriftLevel.NONE);
            assertThat(watch.isDrifting()).isTrue();
            assertThat(told).containsExactly("input NONE DRIFT");
        }
    }

    @Test
    void shouldTellOfInvertedFrames() {
        try (DriftWatch watch = watch()) {
            show(watch, DriftWatch.WINDOW, scene -> new Scene(255 - scene.luma(), scene.label(), scene.score()));
            assertThat(watch.state().input().level()).isEqualTo(DriftLevel.DRIFT);
        }
    }

    @Test
    void shouldTellOfSwappedLabels() {
        try (DriftWatch watch = watch()) {
            show(watch, DriftWatch.WINDOW, scene -> new Scene(scene.luma(), 1 - scene.label(), scene.score()));
            assertThat(watch.state().labels().level()).isEqualTo(DriftLevel.DRIFT);
            assertThat(watch.state().labels().ks()).isNaN();
            assertThat(watch.state().input().level()).isEqualTo(DriftLevel.NONE);
        }
    }

    @Test
    void shouldTellOfAnAnswerThatIsFrozen() {
        try (DriftWatch watch = watch()) {
            show(watch, DriftWatch.WINDOW, scene -> new Scene(scene.luma(), 0, 0.9f));
            assertThat(watch.state().labels().level()).isEqualTo(DriftLevel.DRIFT);
            assertThat(watch.state().output().level()).isEqualTo(DriftLevel.DRIFT);
        }
    }

    @Test
    void shouldTellWhenItIsOverAndNotMoreOftenThanEveryTenSeconds() {
        try (DriftWatch watch = watch()) {
            show(watch, DriftWatch.WINDOW, scene -> new Scene(10, scene.label(), scene.score()));
            long toldNs = nowNs;
            show(watch, DriftWatch.WINDOW, scene -> scene);
            assertThat(watch.state().level()).isEqualTo(DriftLevel.NONE);
            assertThat(watch.state().input().worst()).isEqualTo(DriftLevel.DRIFT);
            assertThat(nowNs - toldNs).isLessThan(10_000_000_000L);
            assertThat(told).containsExactly("input NONE DRIFT");
            show(watch, DriftWatch.WINDOW, scene -> scene);
            assertThat(told).containsExactly("input NONE DRIFT", "input DRIFT NONE");
        }
    }

    @Test
    void shouldJudgeOnlyWholeWindows() {
        try (DriftWatch watch = watch()) {
            show(watch, DriftWatch.WINDOW - 1, scene -> new Scene(0, 0, 0.9f));
            assertThat(watch.state().windows()).isZero();
            assertThat(watch.state().level()).isEqualTo(DriftLevel.NONE);
            assertThat(watch.state().input().psi()).isNaN();
            show(watch, 1, scene -> new Scene(0, 0, 0.9f));
            assertThat(watch.state().level()).isEqualTo(DriftLevel.DRIFT);
        }
    }

    @Test
    void shouldLeaveOutWhatAnotherModelSaid() throws Exception {
        ModelPackage other = ModelPackages.read(TinyPackage.write(dir.resolve("other"), "others"));
        try (DriftWatch watch = watch();
                Shown standby = new Shown(other)) {
            for (int i = 0; i < DriftWatch.WINDOW; i++) {
                watch.add(shown.frame(scene().luma()), standby.answer(0, 0.9f), nowNs);
            }
            assertThat(watch.state().windows()).isEqualTo(1);
            assertThat(watch.state().labels().psi()).isNaN();
            assertThat(watch.state().input().level()).isEqualTo(DriftLevel.NONE);
        }
    }

    @Test
    void shouldNotCompareAnswersServedFromAnotherScore() {
        try (DriftWatch watch =
                new DriftWatch(model.withMinScore(0.7f), recorded(2000), DriftBounds.USUAL, (s, f, n) -> {})) {
            assertThat(watch.isOutputComparable()).isFalse();
            show(watch, DriftWatch.WINDOW, scene -> new Scene(0, 0, 0.9f));
            assertThat(watch.state().output().psi()).isNaN();
            assertThat(watch.state().input().level()).isEqualTo(DriftLevel.DRIFT);
        }
    }

    @Test
    void shouldAllocateNothingWhileItWatches() {
        try (DriftWatch watch = watch()) {
            for (int luma = 0; luma < 256; luma++) {
                shown.frame(luma);
            }
            AllocationMeter meter = new AllocationMeter();
            for (int i = 0; i < 20_000; i++) {
                add(watch, i, meter);
            }
            meter.begin(0);
            for (int i = 0; i < 200_000; i++) {
                add(watch, i, meter);
            }
            assertThat(watch.state().windows()).isGreaterThan(1000);
            assertThat(meter.cycles()).isEqualTo(200_000);
            assertThat(meter.bytes()).isZero();
        }
    }

    private void add(DriftWatch watch, int i, AllocationMeter meter) {
        int mixed = (i * 0x9E3779B1) >>> 16;
        watch.add(shown.frame(mixed & 0xff), shown.answer(mixed & 1, 0.5f + (mixed & 0xff) / 512f), i);
        meter.cycle();
    }

    /** Scenes of a minute each: no window resembles the whole, and none is news. */
    @Test
    void shouldAllowForWhatItsOwnWindowsDiffer() {
        List<FrameStatistics> halves = new ArrayList<>();
        FrameStatistics all = new FrameStatistics(model);
        try (InputLuma luma = new InputLuma()) {
            for (int half = 0; half < 40; half++) {
                FrameStatistics some = new FrameStatistics(model);
                for (int i = 0; i < DriftWatch.WINDOW / 2; i++) {
                    int level = level(half);
                    some.add(luma, shown.frame(level), shown.answer(level > 120 ? 1 : 0, 0.9f));
                }
                all.addAll(some);
                halves.add(some);
            }
        }
        Spread spread = Observer.spread(all, halves, model.labels());
        assertThat(worst(RecordedStatistics.of(all, model.labels(), spread))).isEqualTo(DriftLevel.NONE);
        assertThat(worst(RecordedStatistics.of(all, model.labels(), Spread.UNKNOWN)))
                .as("without it the same frames alarm")
                .isEqualTo(DriftLevel.DRIFT);
    }

    private int level(int half) {
        return 80 + 20 * (half / 4 % 4) + random.nextInt(6);
    }

    private DriftLevel worst(RecordedStatistics recorded) {
        try (DriftWatch watch = new DriftWatch(model, recorded, DriftBounds.USUAL, (s, f, n) -> {})) {
            for (int i = 0; i < 40 * DriftWatch.WINDOW / 2; i++) {
                int level = level(i / (DriftWatch.WINDOW / 2));
                watch.add(shown.frame(level), shown.answer(level > 120 ? 1 : 0, 0.9f), i);
            }
            DriftState state = watch.state();
            return DriftLevel.worst(
                    state.input().worst(),
                    DriftLevel.worst(state.output().worst(), state.labels().worst()));
        }
    }
}
