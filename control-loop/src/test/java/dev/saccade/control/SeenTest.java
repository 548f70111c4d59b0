package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.engine.Backend;
import dev.saccade.model.DeviceWish;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class SeenTest {
    private final ModelPackage model = new ScriptedPerceiver(frame -> 0, false).model();
    private final Perception perception = new Perception(model, new Detections(4), null, null);
    private final SeenViews views = new SeenViews(model, 4);

    private Seen twoPeopleAndACar() {
        perception.begin(7, 100, 200, 0, 0);
        perception.ranOn(Backend.CPU, true);
        Detections d = perception.detections();
        d.add(10, 20, 20, 40, 0.9f, 0);
        d.add(0, 0, 100, 20, 0.8f, 1);
        d.add(50, 100, 40, 100, 0.5f, 0);
        return views.open(perception, 5);
    }

    @Test
    void shouldMeasureInSharesOfThePicture() {
        Seen seen = twoPeopleAndACar();
        assertThat(seen.count()).isEqualTo(3);
        assertThat(seen.count("person")).isEqualTo(2);
        assertThat(seen.frame()).isEqualTo(7);
        assertThat(seen.ageNs()).isEqualTo(5);
        assertThat(seen.isFallback()).isTrue();
        assertThat(seen.backend()).isEqualTo(Backend.CPU);

        Sighting largest = seen.largest("person");
        assertThat(largest.present()).isTrue();
        assertThat(largest.heightShare()).isCloseTo(0.5, within(1e-9));
        assertThat(largest.widthShare()).isCloseTo(0.4, within(1e-9));
        assertThat(largest.areaShare()).isCloseTo(0.2, within(1e-9));
        assertThat(largest.centreX()).isCloseTo(0.7, within(1e-9));
        assertThat(largest.centreY()).isCloseTo(0.75, within(1e-9));
        assertThat(seen.best("person").score()).isCloseTo(0.9, within(1e-6));
        assertThat(seen.at(1).label()).isEqualTo("car");
        assertThatThrownBy(() -> seen.at(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldKeepTwoSightingsOfOneViewApart() {
        Seen seen = twoPeopleAndACar();
        Sighting person = seen.largest("person");
        Sighting car = seen.largest("car");
        assertThat(person.label()).isEqualTo("person");
        assertThat(car.label()).isEqualTo("car");
    }

    @Test
    void shouldGiveAnAbsentSightingThatSteersNowhere() {
        perception.begin(8, 100, 200, 0, 0);
        perception.detections().clear();
        Sighting nobody = views.open(perception, 0).largest("person");
        assertThat(nobody.present()).isFalse();
        assertThat(nobody.heightShare() + nobody.areaShare() + nobody.score()).isZero();
        assertThat(nobody.centreX()).isEqualTo(0.5);
        assertThat(nobody.centreY()).isEqualTo(0.5);
        assertThat(nobody.label()).isEmpty();
    }

    @Test
    void shouldNameTheLabelThatTheModelDoesNotHave() {
        Seen seen = twoPeopleAndACar();
        assertThatThrownBy(() -> seen.largest("persn"))
                .hasMessage("model 'scripted' has no label 'persn'; did you mean 'person'?");
        assertThatThrownBy(() -> seen.count("giraffe"))
                .hasMessage("model 'scripted' has no label 'giraffe'; its 2 labels are in labels.txt of scripted");
    }

    @Test
    void shouldRefuseEveryUseAfterTheCallAndNoteIt() {
        Seen seen = twoPeopleAndACar();
        Sighting kept = seen.largest("person");
        seen.shut();
        assertThat(views.isMisused()).isFalse();
        assertThatThrownBy(seen::count).isInstanceOf(IllegalStateException.class);
        assertThat(views.isMisused()).isTrue();
        views.forgive();
        assertThatThrownBy(kept::heightShare).isInstanceOf(IllegalStateException.class);
        assertThat(views.isMisused()).isTrue();
    }

    @Test
    void shouldNoticeAKeptViewWhileLaterOnesAreOpen() {
        Seen kept = twoPeopleAndACar();
        kept.shut();
        for (int i = 1; i < SeenViews.VIEWS; i++) {
            Seen later = views.open(perception, 0);
            assertThatThrownBy(kept::frame).as("tick %d", i).isInstanceOf(IllegalStateException.class);
            later.shut();
        }
    }

    @Test
    void shouldNameTheTaskWhenAskedForAnotherOnesResult() {
        Seen seen = twoPeopleAndACar();
        assertThatThrownBy(seen::topClass)
                .hasMessage("a controller asked for classes, but model 'scripted' does detection");
        assertThatThrownBy(() -> seen.maskShare("person")).hasMessageContaining("asked for a mask");
    }

    @Test
    void shouldShowClasses() {
        Classes classes = new Classes(2);
        classes.add(1, 0.75f);
        classes.add(0, 0.25f);
        Seen seen = views.open(new Perception(model(Task.CLASSIFICATION, model.labels()), null, classes, null), 0);
        assertThat(seen.topClass()).isEqualTo("car");
        assertThat(seen.topScore()).isEqualTo(0.75);
        assertThatThrownBy(seen::count).hasMessageContaining("asked for detections");
        classes.clear();
        assertThat(seen.topClass()).isEmpty();
        assertThat(seen.topScore()).isZero();
    }

    @Test
    void shouldShowTheShareOfAMask() {
        try (SegmentationMask mask = new SegmentationMask(4, 2, 2)) {
            // Class 1 covers two of the eight mask pixels.
            new IntPointer(new AddressOf(mask.stats())).put(SegmentationMask.STATS, 2);
            Seen seen = views.open(new Perception(model(Task.SEGMENTATION, model.labels()), null, null, mask), 0);
            assertThat(seen.maskShare("person")).isZero();
            assertThat(seen.maskShare("car")).isEqualTo(0.25);
        }
    }

    private static final class AddressOf extends Pointer {
        AddressOf(long at) {
            address = at;
        }
    }

    @Test
    void shouldServeAnotherModelsLabelsWhenAStandbyTakesOver() {
        ModelPackage standby = model(Task.DETECTION, List.of("car", "person"));
        Perception p = new Perception(standby, new Detections(4), null, null);
        p.begin(0, 10, 10, 0, 0);
        p.detections().add(0, 0, 5, 5, 0.5f, 1);
        p.ranOn(Backend.CPU, true);
        Seen seen = new SeenViews(model, standby, 4).open(p, 0);
        assertThat(seen.isFallback()).isTrue();
        assertThat(seen.count("person")).isEqualTo(1);
        assertThat(seen.count("car")).isZero();
    }

    private ModelPackage model(Task task, List<String> labels) {
        return new ModelPackage(
                model.directory(),
                "other",
                task,
                model.model(),
                labels,
                model.input(),
                model.decoder(),
                model.thresholds(),
                null,
                model.provenance(),
                "other-" + labels,
                DeviceWish.NONE,
                Map.of());
    }
}
