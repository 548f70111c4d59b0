package dev.saccade.control;

import dev.saccade.vision.Detections;

/**
 * One detection as a controller sees it, in shares of the picture. Valid as long as the {@link Seen} that gave it;
 * control thread; allocates nothing. The absent sighting, given where nothing matches, measures 0 and lies in the
 * middle, so that neither steering by it nor comparing its size needs a test first.
 */
public final class Sighting {
    private static final double MIDDLE = 0.5;

    private final Seen seen;
    private final int index;

    Sighting(Seen seen, int index) {
        this.seen = seen;
        this.index = index;
    }

    /** @return whether there is something */
    public boolean present() {
        seen.check();
        return index >= 0;
    }

    /** @return height in heights of the frame, 0 when absent */
    public double heightShare() {
        Detections d = seen.boxes();
        return index < 0 ? 0 : d.height(index) / (double) seen.frameHeight();
    }

    /** @return width in widths of the frame, 0 when absent */
    public double widthShare() {
        Detections d = seen.boxes();
        return index < 0 ? 0 : d.width(index) / (double) seen.frameWidth();
    }

    /** @return area of the box in areas of the frame, 0 when absent */
    public double areaShare() {
        return heightShare() * widthShare();
    }

    /** @return horizontal centre in widths of the frame: 0 left edge, 1 right edge; 0.5 when absent */
    public double centreX() {
        Detections d = seen.boxes();
        return index < 0 ? MIDDLE : (d.x(index) + d.width(index) / 2.0) / seen.frameWidth();
    }

    /** @return vertical centre in heights of the frame: 0 top edge, 1 bottom edge; 0.5 when absent */
    public double centreY() {
        Detections d = seen.boxes();
        return index < 0 ? MIDDLE : (d.y(index) + d.height(index) / 2.0) / seen.frameHeight();
    }

    /** @return 0..1, 0 when absent */
    public double score() {
        Detections d = seen.boxes();
        return index < 0 ? 0 : d.score(index);
    }

    /** @return its label; empty when absent or when the model has no labels */
    public String label() {
        Detections d = seen.boxes();
        return index < 0 ? "" : seen.labelOf(d.label(index));
    }
}
