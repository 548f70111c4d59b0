package dev.saccade.cli;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.picture.Annotator;
import dev.saccade.picture.PictureSink;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.Supplier;

/** {@code --annotate}: frames with what was seen and the mode drawn in, as a video or numbered pictures. */
final class AnnotatedOutput implements RunOutput {
    private static final double NS_PER_S = 1e9;

    private final Annotator annotator;
    private final PictureSink sink;
    private final Supplier<String> words;

    AnnotatedOutput(Path target, FrameSource source, Supplier<String> words) throws IOException {
        this.words = words;
        double fps = source.framePeriodNs() > 0 ? NS_PER_S / source.framePeriodNs() : 0;
        sink = PictureSink.open(target, fps);
        annotator = new Annotator();
    }

    @Override
    public void read(Perception perception, Frame frame) {
        try {
            sink.write(annotator.draw(frame, perception, words.get()), perception.frame());
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        annotator.close();
        sink.close();
    }

    @Override
    public void discard() throws IOException {
        close();
    }
}
