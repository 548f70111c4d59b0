package dev.saccade.vision;

/**
 * Boxes of one frame in source pixels, highest score first, at most {@link #capacity()}. Arrays are preallocated;
 * nothing here allocates. Some models give line segments: then each box bounds its segment and the segment's ends are
 * kept beside it. One writer, then one reader.
 */
public final class Detections {
    private final float[] boxes;
    private final float[] segments;
    private final float[] scores;
    private final int[] labels;
    private int count;
    private boolean hasSegments;

    /** @param capacity most detections of a frame */
    public Detections(int capacity) {
        boxes = new float[4 * capacity];
        segments = new float[4 * capacity];
        scores = new float[capacity];
        labels = new int[capacity];
    }

    /** @return most detections of a frame */
    public int capacity() {
        return scores.length;
    }

    /** @return detections of this frame */
    public int count() {
        return count;
    }

    /**
     * Left edge.
     *
     * @param i 0..count-1
     * @return source pixels
     */
    public float x(int i) {
        return boxes[4 * i];
    }

    /**
     * Top edge.
     *
     * @param i 0..count-1
     * @return source pixels
     */
    public float y(int i) {
        return boxes[4 * i + 1];
    }

    /**
     * Width.
     *
     * @param i 0..count-1
     * @return source pixels
     */
    public float width(int i) {
        return boxes[4 * i + 2];
    }

    /**
     * Height.
     *
     * @param i 0..count-1
     * @return source pixels
     */
    public float height(int i) {
        return boxes[4 * i + 3];
    }

    /**
     * Score.
     *
     * @param i 0..count-1
     * @return 0..1
     */
    public float score(int i) {
        return scores[i];
    }

    /**
     * Class index into the package's labels.
     *
     * @param i 0..count-1
     * @return index
     */
    public int label(int i) {
        return labels[i];
    }

    /** @return whether the model gives line segments */
    public boolean hasSegments() {
        return hasSegments;
    }

    /**
     * A coordinate of a segment's end.
     *
     * @param i 0..count-1
     * @param k 0..3: x1, y1, x2, y2
     * @return source pixels
     */
    public float segment(int i, int k) {
        return segments[4 * i + k];
    }

    /** Empties. */
    public void clear() {
        count = 0;
        hasSegments = false;
    }

    /**
     * Appends a box; ignored when full.
     *
     * @param x left, source pixels
     * @param y top, source pixels
     * @param width source pixels
     * @param height source pixels
     * @param score 0..1
     * @param label class index
     */
    public void add(float x, float y, float width, float height, float score, int label) {
        if (count == capacity()) {
            return;
        }
        boxes[4 * count] = x;
        boxes[4 * count + 1] = y;
        boxes[4 * count + 2] = width;
        boxes[4 * count + 3] = height;
        scores[count] = score;
        labels[count++] = label;
    }

    /**
     * Appends a line segment and the box that bounds it; ignored when full.
     *
     * @param x1 start, source pixels
     * @param y1 start, source pixels
     * @param x2 end, source pixels
     * @param y2 end, source pixels
     * @param score 0..1
     * @param label class index
     */
    public void addSegment(float x1, float y1, float x2, float y2, float score, int label) {
        if (count == capacity()) {
            return;
        }
        hasSegments = true;
        segments[4 * count] = x1;
        segments[4 * count + 1] = y1;
        segments[4 * count + 2] = x2;
        segments[4 * count + 3] = y2;
        add(Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1), score, label);
    }

    /**
     * Copies into another; what has no room there, the lowest scores, is left out.
     *
     * @param other destination
     */
    public void copyTo(Detections other) {
        int n = Math.min(count, other.capacity());
        System.arraycopy(boxes, 0, other.boxes, 0, 4 * n);
        System.arraycopy(segments, 0, other.segments, 0, hasSegments ? 4 * n : 0);
        System.arraycopy(scores, 0, other.scores, 0, n);
        System.arraycopy(labels, 0, other.labels, 0, n);
        other.count = n;
        other.hasSegments = hasSegments;
    }
}
