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
    private final Labels labels;
    private final Labels standbyLabels;
    private int next;
    private volatile boolean misused;

    /** Without standby. */
    SeenViews(ModelPackage model, int capacity) {
        this(model, model, capacity);
    }

    /**
     * @param model whose labels are resolved beforehand
     * @param standby that of the standby, or the same
     * @param capacity most detections of a frame
     */
    SeenViews(ModelPackage model, ModelPackage standby, int capacity) {
        labels = new Labels(model);
        standbyLabels = new Labels(standby);
        for (int i = 0; i < VIEWS; i++) {
            views[i] = new Seen(this, capacity);
        }
    }

    Seen open(Perception perception, long ageNs) {
        Seen view = views[next];
        next = (next + 1) % VIEWS;
        view.open(perception, perception.isFallback() ? standbyLabels : labels, ageNs);
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
