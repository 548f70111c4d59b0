package dev.saccade.control;

import dev.saccade.engine.Backend;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;

/**
 * What a controller sees: a view of one perception that is fresh at this tick. Valid only during the call that receives
 * it and only on the control thread: any use afterwards, or from another thread, throws {@link IllegalStateException}
 * and latches SAFE. Nothing here allocates.
 */
public final class Seen {
    private final SeenViews views;
    private final Sighting[] sightings;
    private final Sighting absent = new Sighting(this, -1);
    private Thread owner;
    private Perception perception;
    private Labels labels;
    private long ageNs;

    Seen(SeenViews views, int capacity) {
        this.views = views;
        sightings = new Sighting[capacity];
        for (int i = 0; i < capacity; i++) {
            sightings[i] = new Sighting(this, i);
        }
    }

    void open(Perception shown, Labels shownLabels, long age) {
        perception = shown;
        labels = shownLabels;
        ageNs = age;
        owner = Thread.currentThread();
    }

    void shut() {
        owner = null;
        perception = null;
    }

    /** @return how many detections there are */
    public int count() {
        return boxes().count();
    }

    /**
     * How many detections of a class there are.
     *
     * @param label of the class
     * @return count
     * @throws IllegalArgumentException when the model has no such label
     */
    public int count(String label) {
        Detections d = boxes();
        int wanted = labels.index(label);
        int n = 0;
        for (int i = 0; i < d.count(); i++) {
            n += d.label(i) == wanted ? 1 : 0;
        }
        return n;
    }

    /**
     * A detection.
     *
     * @param i 0..count-1, highest score first
     * @return the sighting
     * @throws IndexOutOfBoundsException when there is no such detection
     */
    public Sighting at(int i) {
        java.util.Objects.checkIndex(i, boxes().count());
        return sightings[i];
    }

    /**
     * The detection of a class that covers most of the picture.
     *
     * @param label of the class
     * @return the sighting, absent when there is none
     * @throws IllegalArgumentException when the model has no such label
     */
    public Sighting largest(String label) {
        Detections d = boxes();
        int wanted = labels.index(label);
        int found = -1;
        double most = -1;
        for (int i = 0; i < d.count(); i++) {
            double area = (double) d.width(i) * d.height(i);
            if (d.label(i) == wanted && area > most) {
                most = area;
                found = i;
            }
        }
        return found < 0 ? absent : sightings[found];
    }

    /**
     * The detection of a class with the highest score.
     *
     * @param label of the class
     * @return the sighting, absent when there is none
     * @throws IllegalArgumentException when the model has no such label
     */
    public Sighting best(String label) {
        Detections d = boxes();
        int wanted = labels.index(label);
        for (int i = 0; i < d.count(); i++) {
            if (d.label(i) == wanted) {
                return sightings[i];
            }
        }
        return absent;
    }

    /** @return label of the most probable class; empty when none passed the threshold */
    public String topClass() {
        Classes c = classes();
        return c.count() == 0 ? "" : labelOf(c.label(0));
    }

    /** @return probability of the most probable class, 0..1; 0 when none passed the threshold */
    public double topScore() {
        Classes c = classes();
        return c.count() == 0 ? 0 : c.score(0);
    }

    /**
     * Share of the picture that a class covers.
     *
     * @param label of the class
     * @return 0..1
     * @throws IllegalArgumentException when the model has no such label
     */
    public double maskShare(String label) {
        return mask().share(labels.index(label));
    }

    /**
     * Number of a class, as {@link #maskAt} gives it.
     *
     * @param label of the class
     * @return index
     * @throws IllegalArgumentException when the model has no such label
     */
    public int labelIndex(String label) {
        check();
        return labels.index(label);
    }

    /** @return pixels of a row of the mask */
    public int maskWidth() {
        return mask().width();
    }

    /** @return rows of the mask */
    public int maskHeight() {
        return mask().height();
    }

    /**
     * The class at a pixel of the mask.
     *
     * @param x column of the mask
     * @param y row of the mask
     * @return class index, 0..255
     */
    public int maskAt(int x, int y) {
        return mask().at(x, y);
    }

    /**
     * Where a column of the mask lies in the frame.
     *
     * @param x mask columns; its left edge, plus 0.5 for the middle of a pixel
     * @return frame pixels
     */
    public double maskToFrameX(double x) {
        return mask().mapX((float) x);
    }

    /**
     * Where a row of the mask lies in the frame.
     *
     * @param y mask rows; its top edge, plus 0.5 for the middle of a pixel
     * @return frame pixels
     */
    public double maskToFrameY(double y) {
        return mask().mapY((float) y);
    }

    /** @return since the light was captured, with the source's upstream delay, ns */
    public long ageNs() {
        check();
        return ageNs;
    }

    /** @return the frame's sequence */
    public long frame() {
        return seen().frame();
    }

    /** @return width of the frame, pixels */
    public int frameWidth() {
        return seen().frameWidth();
    }

    /** @return height of the frame, pixels */
    public int frameHeight() {
        return seen().frameHeight();
    }

    /** @return the library that ran the model */
    public Backend backend() {
        return seen().backend();
    }

    /** @return whether a standby ran instead of the configured engine */
    public boolean isFallback() {
        return seen().isFallback();
    }

    Detections boxes() {
        Detections d = seen().detections();
        if (d == null) {
            throw wrongTask("detections");
        }
        return d;
    }

    String labelOf(int index) {
        return index < perception.model().labels().size()
                ? perception.model().labels().get(index)
                : "";
    }

    void check() {
        if (owner != Thread.currentThread()) {
            views.misused();
            throw new IllegalStateException(
                    "a controller used what it saw after its call or on another thread; copy the values that must last");
        }
    }

    private Perception seen() {
        check();
        return perception;
    }

    private Classes classes() {
        Classes c = seen().classes();
        if (c == null) {
            throw wrongTask("classes");
        }
        return c;
    }

    private SegmentationMask mask() {
        SegmentationMask m = seen().mask();
        if (m == null) {
            throw wrongTask("a mask");
        }
        return m;
    }

    private IllegalStateException wrongTask(String asked) {
        return new IllegalStateException("a controller asked for " + asked + ", but model '"
                + perception.model().name() + "' does "
                + perception.task().name().toLowerCase(java.util.Locale.ROOT));
    }
}
