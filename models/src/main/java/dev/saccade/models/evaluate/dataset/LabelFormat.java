package dev.saccade.models.evaluate.dataset;

import dev.saccade.model.Task;

/** How labelled pictures lie on disk. */
public enum LabelFormat {
    /** {@code LABEL/*.jpg}: a directory for each class. */
    FOLDERS(Task.CLASSIFICATION),
    /** One JSON file of boxes, as the COCO data set has it. */
    COCO(Task.DETECTION),
    /** {@code images/} and {@code masks/}, of the same names: a class index in each pixel of a PNG. */
    MASKS(Task.SEGMENTATION),
    /** {@code gt/gt.txt} beside {@code img1/}, or directories of such, as MOTChallenge has it. */
    MOT(Task.DETECTION);

    private final Task task;

    LabelFormat(Task task) {
        this.task = task;
    }

    /** @return what such labels say about a picture */
    public Task task() {
        return task;
    }
}
