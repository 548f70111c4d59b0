package dev.saccade.vision;

/** The best rows of a frame, highest score first, ties by lower row. Preallocated; one thread. */
final class BestRows {
    private final int[] rows;
    private final float[] scores;
    private int count;

    BestRows(int capacity) {
        rows = new int[capacity];
        scores = new float[capacity];
    }

    void clear() {
        count = 0;
    }

    /** Offers the next row; rows come in ascending order and with a score that is a number. */
    void offer(int row, float score) {
        if (count == rows.length) {
            if (score <= scores[count - 1]) {
                return;
            }
            count--;
        }
        int at = count++;
        while (at > 0 && scores[at - 1] < score) {
            scores[at] = scores[at - 1];
            rows[at] = rows[at - 1];
            at--;
        }
        scores[at] = score;
        rows[at] = row;
    }

    int count() {
        return count;
    }

    int row(int i) {
        return rows[i];
    }
}
