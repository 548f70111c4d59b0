package dev.saccade.models.evaluate;

import dev.saccade.engine.EngineException;
import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceException;
import dev.saccade.model.DecoderKind;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.LabelFormat;
import dev.saccade.models.evaluate.dataset.LabelledData;
import dev.saccade.models.evaluate.dataset.Sample;
import dev.saccade.models.evaluate.metric.Histogram;
import dev.saccade.models.pull.Sha256;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** Shows a model every picture of a data set, in order, and counts. The same input gives the same numbers. One thread. */
public final class Evaluator {
    /** Hears how it goes. */
    public interface Progress {
        /**
         * A picture was counted.
         *
         * @param done pictures so far
         * @param total pictures in all
         */
        void advanced(int done, int total);
    }

    private final ServedModel served;
    private final LabelledData data;
    private final Tally tally;
    private final Histogram luma = new Histogram(0, 256, InputLuma.BINS);
    private final MessageDigest digest = digest();

    private Evaluator(ServedModel served, LabelledData data) throws ModelsException {
        this.served = served;
        this.data = data;
        List<String> labels = served.model().labels();
        tally = switch (served.model().task()) {
            case CLASSIFICATION -> new ClassTally(labels, served.minScore(), data.samples());
            case DETECTION -> new BoxTally(labels, served.minScore());
            case SEGMENTATION -> new MaskTally(labels);
        };
    }

    /**
     * Measures.
     *
     * @param served the model; stays the caller's
     * @param data the labelled pictures
     * @param progress hears of each picture
     * @param clock stamps frames; no number depends on it
     * @return the measurement
     * @throws ModelsException of kind USAGE when such labels do not suit the model, BAD_INPUT for a picture or mask that
     *     cannot be used
     * @throws SourceException when a picture cannot be opened
     * @throws EngineException when the engine fails on a picture
     */
    public static Evaluation evaluate(ServedModel served, LabelledData data, Progress progress, MonotonicClock clock)
            throws ModelsException, SourceException, EngineException {
        require(served.model(), data.directory(), data.format());
        return new Evaluator(served, data).run(progress, clock);
    }

    /**
     * Refuses labels that do not suit a model.
     *
     * @param model the package
     * @param directory of the data set
     * @param format of its labels
     * @throws ModelsException of kind USAGE when they are for another task, or the model sees line segments, which no
     *     labels here describe
     */
    public static void require(ModelPackage model, Path directory, LabelFormat format) throws ModelsException {
        if (DecoderKind.MLSD.yamlName().equals(model.decoder().get("kind"))) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    model.name() + " sees line segments, for which no form of labels is read; evaluate a classifier,"
                            + " a detector of boxes or a segmentation model");
        }
        if (format.task() != model.task()) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    directory + ": " + word(format) + " labels are for " + word(format.task()) + ", but "
                            + model.name() + " does " + word(model.task())
                            + "; name another data set, or another --format");
        }
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Evaluation run(Progress progress, MonotonicClock clock)
            throws ModelsException, SourceException, EngineException {
        Perceiver perceiver = served.perceiver();
        try (Pictures pictures = new Pictures(clock);
                InputLuma brightness = new InputLuma();
                Perception seen = perceiver.newPerception()) {
            int done = 0;
            for (Sample sample : data.samples()) {
                Frame frame = pictures.read(sample.picture());
                try {
                    requireSize(sample, frame);
                    luma.add(brightness.mean(frame));
                    if (perceiver.perceive(frame, seen, clock) != Perceiver.OK) {
                        throw new EngineException(false, sample.picture() + ": " + perceiver.lastError(), null);
                    }
                } finally {
                    frame.release();
                }
                tally.add(sample, seen);
                digest(sample);
                progress.advanced(++done, data.samples().size());
            }
        }
        return new Evaluation(
                served.model(),
                served.minScore(),
                perceiver.description(),
                data,
                HexFormat.of().formatHex(digest.digest()),
                tally.findings(),
                luma,
                tally.statistics());
    }

    private static void requireSize(Sample sample, Frame frame) throws ModelsException {
        int width = frame.format().width();
        int height = frame.format().height();
        if (sample.width() != 0 && sample.height() != 0 && (sample.width() != width || sample.height() != height)) {
            throw ModelsException.badInput(sample.picture() + ": " + width + "x" + height
                    + " pixels, but its labels are for " + sample.width() + "x" + sample.height()
                    + "; was it scaled or turned since?");
        }
    }

    private void digest(Sample sample) throws ModelsException {
        try {
            String line = sample.name() + "\n" + Sha256.of(sample.picture()) + "\n"
                    + sample.truth().words(served.model().labels()) + "\n";
            digest.update(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, sample.picture() + ": cannot be read again (" + e + ")", e);
        }
    }

    private static MessageDigest digest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
