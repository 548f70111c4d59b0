package dev.saccade.vision;

/** Cuts a line segment to a frame (Liang and Barsky, 1984). Holds the latest result; one thread. */
final class SegmentClip {
    private float x1;
    private float y1;
    private float x2;
    private float y2;
    private float from;
    private float to;

    /** Cuts to {@code 0..width} by {@code 0..height}; false when nothing is left or an end is NaN. */
    boolean clip(float ax, float ay, float bx, float by, int width, int height) {
        float dx = bx - ax;
        float dy = by - ay;
        from = 0;
        to = 1;
        boolean isInside = cut(-dx, ax) && cut(dx, width - ax) && cut(-dy, ay) && cut(dy, height - ay);
        x1 = ax + from * dx;
        y1 = ay + from * dy;
        x2 = ax + to * dx;
        y2 = ay + to * dy;
        return isInside && from < to;
    }

    private boolean cut(float towards, float room) {
        if (towards == 0) {
            return room >= 0;
        }
        float at = room / towards;
        if (towards < 0) {
            from = Math.max(from, at);
        } else {
            to = Math.min(to, at);
        }
        return from <= to;
    }

    float x1() {
        return x1;
    }

    float y1() {
        return y1;
    }

    float x2() {
        return x2;
    }

    float y2() {
        return y2;
    }
}
