package dev.saccade.picture;

import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceException;
import dev.saccade.internal.media.Ffmpeg;
import dev.saccade.internal.media.OpenCv;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.util.List;
import java.util.Locale;

/**
 * Draws a perception onto its frame: boxes with label and score, line segments, the list of classes, or the mask in
 * colours with a legend; below the picture a strip with frame, latency, back end and the caller's words. A class has one
 * colour in every picture. For people, off the hot path: it allocates. One thread.
 */
public final class Annotator implements AutoCloseable {
    private static final int STRIP_COLOUR = 0x202020;
    private static final int STRIP_TEXT = 0xf0f0f0;
    private static final int PANEL = 0x303030;
    // A class below a thousandth of the mask is a speck; it is tinted but not listed.
    private static final double LEAST_SHARE = 0.001;

    private final BgrConverter converter = new BgrConverter();
    private final Pen pen;
    private Canvas canvas;
    private int width;
    private int height;

    /**
     * Loads OpenCV and FFmpeg; takes about a second the first time.
     *
     * @throws PictureException when this machine cannot load them
     */
    public Annotator() throws PictureException {
        try {
            Ffmpeg.load("annotated pictures");
            OpenCv.load();
        } catch (SourceException | LinkageError e) {
            throw new PictureException(
                    false, "annotated pictures: OpenCV and FFmpeg cannot be loaded: " + e.getMessage(), e);
        }
        pen = new Pen();
    }

    /**
     * Draws.
     *
     * @param frame leased by the caller, read during the call
     * @param seen the frame's perception, or null when there is none
     * @param words shown at the right of the strip, such as mode and age; may be empty
     * @return the picture, owned by the annotator, valid until the next call or {@link #close()}
     * @throws PictureException when the frame's format cannot be converted
     */
    public Canvas draw(Frame frame, Perception seen, String words) throws PictureException {
        makeRoom(frame.format().width(), frame.format().height());
        pen.fill(0, 0, canvas.width(), canvas.height(), STRIP_COLOUR);
        if (!converter.convert(frame, canvas)) {
            throw new PictureException(
                    false, "annotated pictures: " + frame.format() + " cannot be converted to BGR24", null);
        }
        if (seen != null) {
            switch (seen.task()) {
                case DETECTION -> detections(seen.detections(), seen.model().labels());
                case CLASSIFICATION -> classes(seen.classes(), seen.model().labels());
                case SEGMENTATION -> mask(seen);
            }
        }
        strip(frame, seen, words);
        return canvas;
    }

    private void makeRoom(int frameWidth, int frameHeight) {
        if (canvas != null && frameWidth == width && frameHeight == height) {
            return;
        }
        if (canvas != null) {
            canvas.close();
        }
        width = frameWidth;
        height = frameHeight;
        pen.fit(frameHeight);
        canvas = new Canvas(frameWidth, frameHeight + pen.lineHeight());
        pen.on(canvas);
    }

    private void detections(Detections detections, List<String> labels) {
        if (detections.hasSegments()) {
            for (int i = 0; i < detections.count(); i++) {
                segment(detections, i);
            }
            return;
        }
        for (int i = detections.count() - 1; i >= 0; i--) {
            double x = detections.x(i);
            double y = detections.y(i);
            double right = Math.min(width - 1, x + detections.width(i));
            double bottom = Math.min(height - 1, y + detections.height(i));
            pen.box(Math.max(0, x), Math.max(0, y), right, bottom, ClassColours.of(detections.label(i)));
        }
        // Labels over all boxes, the best last: its label is never covered.
        for (int i = detections.count() - 1; i >= 0; i--) {
            tag(detections, i, labels);
        }
    }

    private void segment(Detections detections, int i) {
        int colour = ClassColours.of(detections.label(i));
        double x0 = detections.segment(i, 0);
        double y0 = detections.segment(i, 1);
        double x1 = detections.segment(i, 2);
        double y1 = detections.segment(i, 3);
        pen.line(x0, y0, x1, y1, colour);
        pen.dot(x0, y0, colour);
        pen.dot(x1, y1, colour);
    }

    private void tag(Detections detections, int i, List<String> labels) {
        int colour = ClassColours.of(detections.label(i));
        String text =
                String.format(Locale.ROOT, "%s %.2f", Labels.name(labels, detections.label(i)), detections.score(i));
        double wide = pen.textWidth(text) + pen.margin();
        double left = Math.max(0, Math.min(detections.x(i), width - wide));
        double above = detections.y(i) - pen.lineHeight();
        double top = Math.max(0, Math.min(above >= 0 ? above : detections.y(i), height - pen.lineHeight()));
        pen.fill(left, top, left + wide, top + pen.lineHeight() - 1, colour);
        pen.text(text, left + pen.margin() / 2.0, top, ClassColours.textOn(colour));
    }

    private void classes(Classes classes, List<String> labels) {
        double panel = 0;
        for (int i = 0; i < classes.count(); i++) {
            panel = Math.max(panel, pen.textWidth(classLine(classes, i, labels)));
        }
        panel = Math.min(width, panel + 2.0 * pen.margin());
        for (int i = 0; i < classes.count(); i++) {
            int colour = ClassColours.of(classes.label(i));
            double top = pen.margin() + (double) i * pen.lineHeight();
            pen.fill(0, top, panel, top + pen.lineHeight() - 1, PANEL);
            double share = Math.max(0, Math.min(1, classes.score(i)));
            double bar = top + pen.lineHeight() - pen.margin() / 2.0;
            pen.fill(0, bar, panel * share, top + pen.lineHeight() - 1, colour);
            pen.text(classLine(classes, i, labels), pen.margin(), top, STRIP_TEXT);
        }
    }

    private static String classLine(Classes classes, int i, List<String> labels) {
        return String.format(Locale.ROOT, "%s %.3f", Labels.name(labels, classes.label(i)), classes.score(i));
    }

    private void mask(Perception seen) {
        List<String> labels = seen.model().labels();
        MaskOverlay.blend(seen.mask(), labels, canvas, width, height);
        legend(seen.mask(), labels);
    }

    private void legend(SegmentationMask mask, List<String> labels) {
        double wide = 0;
        for (int c = 0; c < mask.classes(); c++) {
            if (isShown(mask, labels, c)) {
                wide = Math.max(wide, pen.textWidth(legendLine(mask, labels, c)));
            }
        }
        double left = Math.max(0, width - wide - pen.lineHeight() - 2.0 * pen.margin());
        double top = pen.margin();
        for (int c = 0; c < mask.classes(); c++) {
            if (isShown(mask, labels, c)) {
                double bottom = top + pen.lineHeight() - 1;
                pen.fill(left, top, width - 1, bottom, PANEL);
                pen.fill(left, top, left + pen.lineHeight(), bottom, ClassColours.of(c));
                pen.text(legendLine(mask, labels, c), left + pen.lineHeight() + pen.margin(), top, STRIP_TEXT);
                top += pen.lineHeight();
            }
        }
    }

    private static boolean isShown(SegmentationMask mask, List<String> labels, int c) {
        return mask.share(c) >= LEAST_SHARE && !Labels.isBackground(labels, c);
    }

    private static String legendLine(SegmentationMask mask, List<String> labels, int c) {
        return String.format(Locale.ROOT, "%s %.1f %%", Labels.name(labels, c), 100 * mask.share(c));
    }

    private void strip(Frame frame, Perception seen, String words) {
        String left = seen == null
                ? String.format(Locale.ROOT, "frame %d   no result", frame.sequence())
                : String.format(
                        Locale.ROOT,
                        "frame %d   %.1f ms   %s%s   %s",
                        frame.sequence(),
                        seen.latencyNs() / 1e6,
                        seen.backend(),
                        seen.isFallback() ? " (fallback)" : "",
                        Labels.summary(seen));
        pen.text(left, pen.margin(), height, STRIP_TEXT);
        int wide = pen.textWidth(words);
        int start = Math.max(0, width - wide - pen.margin());
        if (!words.isEmpty()) {
            pen.fill(start - pen.margin(), height, canvas.width(), canvas.height(), STRIP_COLOUR);
            pen.text(words, start, height, STRIP_TEXT);
        }
    }

    /** Frees the picture and the converter. Idempotent. */
    @Override
    public void close() {
        converter.close();
        if (canvas != null) {
            canvas.close();
            canvas = null;
        }
        pen.close();
    }
}
