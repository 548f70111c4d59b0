package dev.saccade.control;

import dev.saccade.model.ModelPackage;
import dev.saccade.vision.Perception;

/**
 * The views that a controller receives, in turn. A view that was kept is shut for the next {@value #VIEWS} - 1 ticks,
 * so using it then is noticed although views are reused. Control thread, except {@link #misused()}.
 */
final class SeenViews {
    static final int VIEWS = 16;

    private final Seen[] views = new Seen[VIEWS];
    private Labels labels;
    private int next;
    private volatile boolean misused;

    /**
     * @param model whose labels are resolved beforehand
     * @param capacity most detections of a frame
     */
    SeenViews(ModelPackage model, int capacity) {
        labels = new Labels(model);
        for (int i = 0; i < VIEWS; i++) {
            views[i] = new Seen(this, capacity);
        }
    }

    Seen open(Perception perception, long ageNs) {
        if (!labels.isOf(perception.model())) {
            labels = new Labels(perception.model());
        }
        Seen view = views[next];
        next = (next + 1) % VIEWS;
        view.open(perception, labels, ageNs);
        return view;
    }

    /** Notes a use of a shut view; any thread. */
    void misused() {
        misused = true;
    }

    boolean isMisused() {
        return misused;
    }

    void forgive() {
        misused = false;
    }
}
