package dev.saccade.vision;

import dev.saccade.engine.Backend;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;

/**
 * What was seen in one frame, with when and by what. Preallocated by {@link Perceiver#newPerception()}; handed between
 * threads through {@link dev.saccade.pipeline.LatestValue}. Exactly one of detections, classes and mask is present, by
 * the model's task.
 *
 * <p>Times are monotonic ns, each stamped where the stage ends.
 */
public final class Perception implements AutoCloseable {
    private ModelPackage model;
    private final Detections detections;
    private final Classes classes;
    private final SegmentationMask mask;
    private Backend backend = Backend.CPU;
    private boolean fallback;
    private long frame = -1;
    private int frameWidth;
    private int frameHeight;
    private long captureNs;
    private long leasedNs;
    private long preprocessedNs;
    private long inferredNs;
    private long postprocessedNs;
    private long publishedNs;

    /**
     * Makes an empty perception of a model.
     *
     * @param model the package
     * @param detections room for boxes, or null
     * @param classes room for classes, or null
     * @param mask room for a mask, or null; owned by this object
     */
    public Perception(ModelPackage model, Detections detections, Classes classes, SegmentationMask mask) {
        this.model = model;
        this.detections = detections;
        this.classes = classes;
        this.mask = mask;
    }

    /** @return the model that saw */
    public ModelPackage model() {
        return model;
    }

    /** @return what sort of result */
    public Task task() {
        return model.task();
    }

    /** @return boxes, or null for other tasks */
    public Detections detections() {
        return detections;
    }

    /** @return classes, or null for other tasks */
    public Classes classes() {
        return classes;
    }

    /** @return the mask, or null for other tasks */
    public SegmentationMask mask() {
        return mask;
    }

    /** @return the library that ran */
    public Backend backend() {
        return backend;
    }

    /** @return whether a standby ran instead of the configured engine */
    public boolean isFallback() {
        return fallback;
    }

    /** @return the frame's sequence, -1 before the first */
    public long frame() {
        return frame;
    }

    /** @return width of the source frame, pixels */
    public int frameWidth() {
        return frameWidth;
    }

    /** @return height of the source frame, pixels */
    public int frameHeight() {
        return frameHeight;
    }

    /** @return when the frame's light was captured */
    public long captureNs() {
        return captureNs;
    }

    /** @return when the frame was leased */
    public long leasedNs() {
        return leasedNs;
    }

    /** @return when the input tensor was ready */
    public long preprocessedNs() {
        return preprocessedNs;
    }

    /** @return when the engine returned */
    public long inferredNs() {
        return inferredNs;
    }

    /** @return when the result was decoded */
    public long postprocessedNs() {
        return postprocessedNs;
    }

    /** @return when the result was handed on */
    public long publishedNs() {
        return publishedNs;
    }

    /** @return capture to publication, ns */
    public long latencyNs() {
        return publishedNs - captureNs;
    }

    /**
     * Starts a new result.
     *
     * @param sequence the frame's
     * @param width of the frame, pixels
     * @param height of the frame, pixels
     * @param capture the frame's capture time
     * @param leased when it was leased
     */
    public void begin(long sequence, int width, int height, long capture, long leased) {
        frame = sequence;
        frameWidth = width;
        frameHeight = height;
        captureNs = capture;
        leasedNs = leased;
    }

    /**
     * Stamps the three stages of perception.
     *
     * @param preprocessed input tensor ready
     * @param inferred engine returned
     * @param postprocessed result decoded
     */
    public void stages(long preprocessed, long inferred, long postprocessed) {
        preprocessedNs = preprocessed;
        inferredNs = inferred;
        postprocessedNs = postprocessed;
    }

    /**
     * Names what ran.
     *
     * @param ranOn the library
     * @param isStandby whether it stood in
     */
    public void ranOn(Backend ranOn, boolean isStandby) {
        backend = ranOn;
        fallback = isStandby;
    }

    /**
     * Stamps the hand-over.
     *
     * @param published monotonic ns
     */
    public void published(long published) {
        publishedNs = published;
    }

    /**
     * Copies into another perception of the same model, or of one that may stand in for it.
     *
     * @param other destination
     */
    public void copyTo(Perception other) {
        other.model = model;
        if (detections != null) {
            detections.copyTo(other.detections);
        }
        if (classes != null) {
            classes.copyTo(other.classes);
        }
        if (mask != null) {
            mask.copyTo(other.mask);
        }
        other.begin(frame, frameWidth, frameHeight, captureNs, leasedNs);
        other.stages(preprocessedNs, inferredNs, postprocessedNs);
        other.ranOn(backend, fallback);
        other.published(publishedNs);
    }

    /** Frees the mask. Idempotent. */
    @Override
    public void close() {
        if (mask != null) {
            mask.close();
        }
    }
}
