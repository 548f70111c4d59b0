package dev.saccade.models;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineOptions;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.StampClass;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.catalogue.CatalogueReader;
import dev.saccade.models.pull.AssetCache;
import dev.saccade.scene.landing.LandingRenderer;
import dev.saccade.scene.landing.LandingSample;
import dev.saccade.scene.landing.PinholeCamera;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The network that ships, through the ordinary perceiver, on scenes that it was never trained on, with every effect. */
class LandingPadTest {
    /** Training counts up from a million, its own measurement from 900 million. */
    private static final long FRESH = 2_000_000_000_000L;

    private static final int SAMPLES = 320;
    private static final int LEAST_PIXELS = 40;
    private static final double LEAST_IOU = 0.9;

    @TempDir
    Path work;

    private ModelPackage model() throws Exception {
        ModelStore store = new ModelStore(CatalogueReader.shipped(), new AssetCache(work), Map.of());
        return ModelPackages.read(store.resolveModel("landing-pad", PullProgress.SILENT));
    }

    @Test
    void shouldBeThereByNameWithoutAnySourceAndStaySmall() throws Exception {
        ModelPackage model = model();

        assertThat(model.labels()).containsExactly("ground", "landing-pad");
        assertThat(Files.size(model.model())).isLessThan(500_000);
        assertThat(model.provenance())
                .containsEntry("licence", "Apache-2.0")
                .containsKeys("data", "parameters", "trained-on", "held-out-seeds");
        assertThat(Double.parseDouble(model.provenance().get("held-out-mean-iou")))
                .isGreaterThan(LEAST_IOU);
    }

    @Test
    void shouldFindThePadInScenesThatItWasNeverTrainedOn() throws Exception {
        Overlaps overlaps = measure();
        System.out.println("landing-pad: " + overlaps);

        assertThat(overlaps.pads).isGreaterThan(SAMPLES * 3 / 4);
        assertThat(overlaps.seen / overlaps.pads).isGreaterThan(LEAST_IOU);
        // The measure itself: an empty mask and another picture's mask must fall short of it.
        assertThat(overlaps.blank / overlaps.pads).isZero();
        assertThat(overlaps.shuffled / overlaps.pads).isLessThan(0.5);
    }

    private Overlaps measure() throws Exception {
        EngineOptions options = new EngineOptions(1, false, -1, work.resolve("graphs"));
        LandingSample sample = new LandingSample(PinholeCamera.WIDE);
        Overlaps overlaps = new Overlaps();
        try (Perceiver perceiver = Perceivers.load(model(), Backend.CPU, options);
                Perception seen = perceiver.newPerception();
                FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
            byte[] before = new byte[seen.mask().width() * seen.mask().height()];
            for (int i = 0; i < SAMPLES; i++) {
                LandingRenderer rendered = sample.render(FRESH + 2L * i);
                FrameSlot slot = ring.acquire();
                slot.prepare(rendered.format());
                rendered.writeTo(slot);
                slot.describe(i, 0, StampClass.ARRIVAL);
                ring.publish(slot);
                Frame frame = ring.leaseNewest(-1);
                assertThat(perceiver.perceive(frame, seen, MonotonicClock.SYSTEM))
                        .isEqualTo(Perceiver.OK);
                frame.release();
                before = overlaps.add(seen.mask(), rendered.mask(), before);
            }
        }
        return overlaps;
    }

    /** Sums of intersection over union, over pictures that show more of a pad than a sliver. */
    private static final class Overlaps {
        private int pads;
        private double seen;
        private double blank;
        private double shuffled;

        /** @return this picture's mask */
        byte[] add(SegmentationMask mask, byte[] rendered, byte[] before) {
            int wide = PinholeCamera.WIDE.width();
            byte[] found = new byte[before.length];
            byte[] truth = new byte[before.length];
            int there = 0;
            for (int i = 0; i < found.length; i++) {
                int row = i / mask.width();
                int column = i - row * mask.width();
                int at = 2 * row * wide + 2 * column;
                int quarters = rendered[at] + rendered[at + 1] + rendered[at + wide] + rendered[at + wide + 1];
                truth[i] = (byte) (quarters >= 2 ? 1 : 0);
                found[i] = (byte) mask.at(column, row);
                there += truth[i];
            }
            if (there >= LEAST_PIXELS) {
                pads++;
                seen += iou(found, truth);
                blank += iou(new byte[found.length], truth);
                shuffled += iou(before, truth);
            }
            return found;
        }

        private static double iou(byte[] found, byte[] truth) {
            int both = 0;
            int either = 0;
            for (int i = 0; i < found.length; i++) {
                both += found[i] & truth[i];
                either += found[i] | truth[i];
            }
            return both / (double) either;
        }

        @Override
        public String toString() {
            return "mean IoU " + seen / pads + " over " + pads + " pictures; shuffled " + shuffled / pads;
        }
    }
}
