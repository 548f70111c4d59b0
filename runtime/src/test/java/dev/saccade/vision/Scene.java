package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.engine.EngineException;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.time.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One perceiver over a fake engine, and what it sees in black frames, in words. */
final class Scene implements AutoCloseable {
    final Perceiver perceiver;
    final Perception seen;
    private final Frames frames = new Frames();

    Scene(ModelPackage model, FakeEngine engine) throws PackageException {
        try {
            perceiver = Perceivers.over(model, engine);
        } catch (EngineException e) {
            throw new AssertionError(e);
        }
        seen = perceiver.newPerception();
    }

    int perceive(FrameFormat format) {
        Frame frame = frames.next(format);
        try {
            return perceiver.perceive(frame, seen, MonotonicClock.SYSTEM);
        } finally {
            frame.release();
        }
    }

    Scene sees(FrameFormat format) {
        int status = perceive(format);
        assertThat(status).as(perceiver.lastError()).isEqualTo(Perceiver.OK);
        return this;
    }

    /** Each box as {@code label score @ x,y widthxheight}, in order. */
    List<String> boxes() {
        List<String> words = new ArrayList<>();
        Detections d = seen.detections();
        for (int i = 0; i < d.count(); i++) {
            words.add(d.label(i) + " " + number(d.score(i)) + " @ " + number(d.x(i)) + "," + number(d.y(i)) + " "
                    + number(d.width(i)) + "x" + number(d.height(i)));
        }
        return words;
    }

    /** Each segment as {@code score: x1,y1 to x2,y2}. */
    List<String> segments() {
        List<String> words = new ArrayList<>();
        Detections d = seen.detections();
        for (int i = 0; i < d.count(); i++) {
            words.add(number(d.score(i)) + ": " + number(d.segment(i, 0)) + "," + number(d.segment(i, 1)) + " to "
                    + number(d.segment(i, 2)) + "," + number(d.segment(i, 3)));
        }
        return words;
    }

    /** Each class as {@code label score}. */
    List<String> classes() {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < seen.classes().count(); i++) {
            words.add(seen.classes().label(i) + " " + number(seen.classes().score(i)));
        }
        return words;
    }

    /** The mask's rows, a digit a pixel. */
    List<String> mask() {
        List<String> rows = new ArrayList<>();
        for (int y = 0; y < seen.mask().height(); y++) {
            StringBuilder row = new StringBuilder();
            for (int x = 0; x < seen.mask().width(); x++) {
                row.append(seen.mask().at(x, y));
            }
            rows.add(row.toString());
        }
        return rows;
    }

    private static String number(float value) {
        return String.format(Locale.ROOT, "%.3f", value).replaceAll("\\.?0+$", "");
    }

    @Override
    public void close() {
        seen.close();
        perceiver.close();
        frames.close();
    }
}
