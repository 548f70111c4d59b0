package dev.saccade.vision;

/** Size of an output that is one plane of values. */
record PlaneShape(int width, int height) {
    static final String WORDS = "[1, 1, rows, columns], [1, rows, columns, 1] or [1, rows, columns]";

    /** A size as model.yaml writes it, {@code WIDTHxHEIGHT}. */
    static PlaneShape parse(String size) {
        int x = size.indexOf('x');
        return new PlaneShape(Integer.parseInt(size.substring(0, x)), Integer.parseInt(size.substring(x + 1)));
    }

    /** The plane's size, or null when the output is no plane. */
    static PlaneShape of(Output o) {
        if (o.rank() == 2) {
            return new PlaneShape(o.dim(1), o.dim(0));
        }
        if (o.rank() == 3 && o.dim(0) == 1) {
            return new PlaneShape(o.dim(2), o.dim(1));
        }
        if (o.rank() != 4 || o.dim(0) != 1) {
            return null;
        }
        if (o.dim(1) == 1) {
            return new PlaneShape(o.dim(3), o.dim(2));
        }
        return o.dim(3) == 1 ? new PlaneShape(o.dim(2), o.dim(1)) : null;
    }
}
