package dev.saccade.worker;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.Task;
import dev.saccade.posix.WorkerProcess;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;

/** How much room a model's result takes. Zeros for what the task does not have. */
record PerceptionShape(int detections, int classes, int maskWidth, int maskHeight, int maskClasses) {
    private static final int MOST_ROWS = 100_000;
    private static final int MOST_SIDE = 16_384;
    private static final int MOST_CLASSES = 256;
    private static final long MOST_PIXELS = 1L << 26;

    static PerceptionShape of(Perception sample) {
        SegmentationMask mask = sample.mask();
        return new PerceptionShape(
                sample.detections() == null ? 0 : sample.detections().capacity(),
                sample.classes() == null ? 0 : sample.classes().capacity(),
                mask == null ? 0 : mask.width(),
                mask == null ? 0 : mask.height(),
                mask == null ? 0 : mask.classes());
    }

    /** Whether a model of this task can have it: a worker's word is not enough to allocate by. */
    boolean isPossible(Task task) {
        return switch (task) {
            case DETECTION -> within(detections, MOST_ROWS) && classes == 0 && maskWidth == 0;
            case CLASSIFICATION -> within(classes, MOST_ROWS) && detections == 0 && maskWidth == 0;
            case SEGMENTATION ->
                detections == 0
                        && classes == 0
                        && within(maskWidth, MOST_SIDE)
                        && within(maskHeight, MOST_SIDE)
                        && within(maskClasses, MOST_CLASSES)
                        && maskPixels() <= MOST_PIXELS;
        };
    }

    private static boolean within(int value, int most) {
        return value >= 1 && value <= most;
    }

    long maskPixels() {
        return (long) maskWidth * maskHeight;
    }

    /** Bytes of the statistics, which lie before the pixels. */
    long statBytes() {
        return (long) Integer.BYTES * maskClasses * SegmentationMask.STATS;
    }

    /** Bytes of the block that both processes share. */
    long blockBytes() {
        return BlockLayout.PAYLOAD
                + (long) BlockLayout.ROW_BYTES * detections
                + (long) BlockLayout.CLASS_BYTES * classes
                + statBytes()
                + maskPixels();
    }

    Perception newPerception(ModelPackage model) {
        return new Perception(
                model,
                detections == 0 ? null : new Detections(detections),
                classes == 0 ? null : new Classes(classes),
                maskWidth == 0 ? null : new SegmentationMask(maskWidth, maskHeight, maskClasses));
    }

    static {
        if (BlockLayout.REQUEST < WorkerProcess.HEAD_BYTES) {
            throw new IllegalStateException("the request lies in the block's head");
        }
    }
}
