package dev.saccade.models.drift;

import dev.saccade.frame.Frame;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.evaluate.InputLuma;
import dev.saccade.models.evaluate.OutputStatistics;
import dev.saccade.models.evaluate.metric.Histogram;
import dev.saccade.vision.Perception;

/** What some frames looked like and what a model said about them, counted. Adding allocates nothing. One thread. */
public final class FrameStatistics {
    private final Histogram luma = new Histogram(0, 256, InputLuma.BINS);
    private final OutputStatistics outputs;
    private long frames;

    /**
     * Makes empty statistics.
     *
     * @param model whose answers are counted, at its own minimum score
     */
    public FrameStatistics(ModelPackage model) {
        outputs = new OutputStatistics(
                model.task(), model.labels().size(), model.thresholds().score());
    }

    /**
     * Counts a frame.
     *
     * @param brightness measures it
     * @param frame leased by the caller
     * @param seen what the model said about it, or null when another model answered
     */
    void add(InputLuma brightness, Frame frame, Perception seen) {
        luma.add(brightness.mean(frame));
        if (seen != null) {
            outputs.add(seen);
        }
        frames++;
    }

    void addAll(FrameStatistics other) {
        luma.addAll(other.luma);
        outputs.addAll(other.outputs);
        frames += other.frames;
    }

    void clear() {
        luma.clear();
        outputs.clear();
        frames = 0;
    }

    /** @return how many frames were counted */
    public long frames() {
        return frames;
    }

    /** @return mean luma of each frame */
    public Histogram luma() {
        return luma;
    }

    /** @return what the model said */
    public OutputStatistics outputs() {
        return outputs;
    }
}
