package dev.saccade.cli;

import dev.saccade.frame.Frame;
import dev.saccade.picture.MaskWriter;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** {@code --masks}: one palette PNG a processed frame, in the source's resolution. */
final class MaskOutput implements RunOutput {
    private final MaskWriter writer;

    MaskOutput(Path directory) throws IOException {
        writer = new MaskWriter(directory, MaskWriter.Resolution.SOURCE);
    }

    @Override
    public void read(Perception perception, Frame frame) {
        try {
            writer.write(perception);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {}

    @Override
    public void discard() {}
}
