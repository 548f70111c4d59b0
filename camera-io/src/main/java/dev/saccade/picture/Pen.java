package dev.saccade.picture;

import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Point;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Anti-aliased lines, boxes and text on a canvas, sized to its picture. Colours are 0xRRGGBB. Its OpenCV arguments are
 * made once and set for each call, so that a long video does not pile up native objects. One thread.
 */
final class Pen implements AutoCloseable {
    private static final int FONT = opencv_imgproc.FONT_HERSHEY_SIMPLEX;
    private static final int[] BASELINE = new int[1];
    // The font's capital letters are 21 units tall at scale 1.
    private static final double CAPITAL = 21;

    private final Point from = new Point(0, 0);
    private final Point to = new Point(0, 0);
    private final Scalar colour = new Scalar(0, 0, 0, 0);
    private Mat pixels;
    private int thickness = 1;
    private double scale = 0.5;

    /** Chooses sizes for pictures of this height. */
    void fit(int pictureHeight) {
        scale = Math.max(0.38, Math.min(2.0, pictureHeight / 1200.0));
        thickness = Math.max(1, (int) Math.round(pictureHeight / 320.0));
    }

    /** Draws on this canvas from now on. */
    void on(Canvas canvas) {
        pixels = canvas.pixels();
    }

    /** Height of a line of text with its margins, pixels. */
    int lineHeight() {
        return (int) Math.ceil(CAPITAL * scale * 2.1);
    }

    int margin() {
        return (int) Math.ceil(CAPITAL * scale * 0.5);
    }

    int textWidth(String text) {
        try (Size size = opencv_imgproc.getTextSize(printable(text), FONT, scale, textThickness(), BASELINE)) {
            return size.width();
        }
    }

    private int textThickness() {
        return scale > 0.8 ? 2 : 1;
    }

    void box(double x0, double y0, double x1, double y1, int rgb) {
        place(x0, y0, x1, y1);
        opencv_imgproc.rectangle(pixels, from, to, paint(rgb), thickness, opencv_imgproc.LINE_AA, 0);
    }

    void fill(double x0, double y0, double x1, double y1, int rgb) {
        place(x0, y0, x1, y1);
        opencv_imgproc.rectangle(pixels, from, to, paint(rgb), opencv_imgproc.FILLED, opencv_imgproc.LINE_8, 0);
    }

    void line(double x0, double y0, double x1, double y1, int rgb) {
        place(x0, y0, x1, y1);
        opencv_imgproc.line(pixels, from, to, paint(rgb), thickness, opencv_imgproc.LINE_AA, 0);
    }

    void dot(double x, double y, int rgb) {
        place(x, y, x, y);
        opencv_imgproc.circle(
                pixels, from, thickness + 1, paint(rgb), opencv_imgproc.FILLED, opencv_imgproc.LINE_AA, 0);
    }

    /** Text in the line of {@link #lineHeight()} whose top left is given. */
    void text(String text, double x, double top, int rgb) {
        place(x, top + lineHeight() - 0.55 * CAPITAL * scale, 0, 0);
        opencv_imgproc.putText(
                pixels, printable(text), from, FONT, scale, paint(rgb), textThickness(), opencv_imgproc.LINE_AA, false);
    }

    private void place(double x0, double y0, double x1, double y1) {
        from.x((int) Math.round(x0)).y((int) Math.round(y0));
        to.x((int) Math.round(x1)).y((int) Math.round(y1));
    }

    private Scalar paint(int rgb) {
        colour.put(0, ClassColours.blue(rgb));
        colour.put(1, ClassColours.green(rgb));
        colour.put(2, ClassColours.red(rgb));
        return colour;
    }

    /** The font has ASCII only. */
    private static String printable(String text) {
        StringBuilder ascii = new StringBuilder(text.length());
        text.codePoints().forEach(c -> ascii.append(c >= ' ' && c <= '~' ? (char) c : '?'));
        return ascii.toString();
    }

    @Override
    public void close() {
        from.close();
        to.close();
        colour.close();
    }
}
