package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelStore;
import dev.saccade.models.proposal.Alternative;
import dev.saccade.picture.Annotator;
import dev.saccade.picture.ContactSheet;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perceivers;
import dev.saccade.vision.Perception;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Shows a picture to each alternative of an import and keeps what they see, drawn side by side. */
final class ImportLook {
    private static final int MOST_TRIES = 1000;
    private static final int COUNTED = 10;
    private static final String MADE = "synthetic:?size=640x480&pace=max";

    private final ContactSheet sheet = new ContactSheet(2);
    private final String picture;
    private final MonotonicClock clock = MonotonicClock.SYSTEM;

    /** What an alternative sees: in words, and how much of it, for comparison; 0 where a task has no such measure. */
    record Seen(Alternative alternative, String words, double score) {}

    ImportLook(String given) throws Exception {
        picture = given == null ? clip() : "file:" + given + "?pace=max";
    }

    /** Whether the picture shows anything that a model may know. */
    boolean isReal() {
        return !picture.equals(MADE);
    }

    private static String clip() throws Exception {
        ModelStore store = ModelStore.open();
        String name = store.catalogue().defaultClip();
        Optional<Path> directory = store.show(
                        store.catalogue().holderOf(name).orElseThrow().name())
                .cached();
        return directory.isEmpty() || !Files.exists(directory.get().resolve(name))
                ? MADE
                : "file:" + directory.get().resolve(name) + "?pace=max";
    }

    List<Seen> at(ModelPackage model, List<Alternative> alternatives) throws Exception {
        List<Seen> all = new ArrayList<>();
        try (FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE);
                FrameSource source = Cameras.open(picture);
                Annotator annotator = new Annotator()) {
            Frame frame = first(source, ring);
            for (Alternative alternative : alternatives) {
                all.add(look(alternative.over(model), alternative, frame, annotator));
            }
            frame.release();
        }
        return all;
    }

    private Frame first(FrameSource source, FrameRing ring) throws CommandException {
        FrameSlot slot = ring.acquire();
        slot.prepare(source.format());
        int status = FrameSource.NOT_READY;
        for (int i = 0; i < MOST_TRIES && status == FrameSource.NOT_READY; i++) {
            status = source.capture(slot, clock.nanoTime());
        }
        if (status != FrameSource.CAPTURED) {
            ring.abandon(slot);
            throw new CommandException(
                    ExitCode.BAD_INPUT, picture + ": no picture can be read; give another --picture");
        }
        ring.publish(slot);
        return ring.leaseNewest(-1);
    }

    private Seen look(ModelPackage model, Alternative alternative, Frame frame, Annotator annotator) throws Exception {
        try (Perceiver perceiver = Perceivers.load(model, Backend.CPU, Perceivers.options());
                Perception seen = perceiver.newPerception()) {
            int status = perceiver.perceive(frame, seen, clock);
            seen.published(clock.nanoTime());
            boolean isSound = status == Perceiver.OK;
            sheet.add(annotator.draw(frame, isSound ? seen : null, alternative.words()));
            return isSound
                    ? new Seen(alternative, words(seen), score(seen))
                    : new Seen(alternative, perceiver.lastError(), 0);
        }
    }

    private static String words(Perception seen) {
        List<String> labels = seen.model().labels();
        return switch (seen.task()) {
            case DETECTION -> {
                Detections d = seen.detections();
                yield d.count() == 0 ? "nothing" : d.count() + " found, best " + named(labels, d.label(0), best(d));
            }
            case CLASSIFICATION -> {
                Classes c = seen.classes();
                yield c.count() == 0 ? "nothing" : named(labels, c.label(0), c.score(0));
            }
            case SEGMENTATION -> {
                StringBuilder text = new StringBuilder();
                for (int c = 0; c < seen.mask().classes() && c < COUNTED; c++) {
                    if (seen.mask().share(c) >= 0.001) {
                        text.append(text.isEmpty() ? "" : ", ")
                                .append(String.format(
                                        Locale.ROOT,
                                        "%s %.1f %%",
                                        labels.get(c),
                                        100 * seen.mask().share(c)));
                    }
                }
                yield text.toString();
            }
        };
    }

    private static String named(List<String> labels, int label, double score) {
        return String.format(Locale.ROOT, "%s %.3f", labels.get(label), score);
    }

    private static double best(Detections d) {
        double best = 0;
        for (int i = 0; i < d.count(); i++) {
            best = Math.max(best, d.score(i));
        }
        return best;
    }

    private static double score(Perception seen) {
        return switch (seen.task()) {
            case DETECTION -> {
                double sum = 0;
                for (int i = 0; i < Math.min(COUNTED, seen.detections().count()); i++) {
                    sum += seen.detections().score(i);
                }
                yield sum;
            }
            case CLASSIFICATION ->
                seen.classes().count() == 0 ? 0 : seen.classes().score(0);
            case SEGMENTATION -> 0;
        };
    }

    void write(Path file, int proposed) throws Exception {
        sheet.write(file, proposed);
    }
}
