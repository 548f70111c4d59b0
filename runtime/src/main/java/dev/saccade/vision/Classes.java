package dev.saccade.vision;

/** The best classes of one frame, highest score first. Preallocated; one writer, then one reader. */
public final class Classes {
    private final float[] scores;
    private final int[] labels;
    private int count;

    /** @param capacity most classes that are kept */
    public Classes(int capacity) {
        scores = new float[capacity];
        labels = new int[capacity];
    }

    /** @return classes of this frame */
    public int count() {
        return count;
    }

    /** @return most classes that are kept */
    public int capacity() {
        return scores.length;
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

    /**
     * Probability.
     *
     * @param i 0..count-1
     * @return 0..1
     */
    public float score(int i) {
        return scores[i];
    }

    /** Empties. */
    public void clear() {
        count = 0;
    }

    /**
     * Appends; ignored when full.
     *
     * @param label class index
     * @param score 0..1
     */
    public void add(int label, float score) {
        if (count < scores.length) {
            labels[count] = label;
            scores[count++] = score;
        }
    }

    /**
     * Copies into another; what has no room there, the lowest scores, is left out.
     *
     * @param other destination
     */
    public void copyTo(Classes other) {
        int n = Math.min(count, other.capacity());
        System.arraycopy(scores, 0, other.scores, 0, n);
        System.arraycopy(labels, 0, other.labels, 0, n);
        other.count = n;
    }
}
