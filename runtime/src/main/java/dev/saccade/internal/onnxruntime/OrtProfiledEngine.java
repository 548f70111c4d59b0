package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineProfile;
import dev.saccade.engine.ProfiledEngine;
import dev.saccade.engine.WrappedEngine;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A session that records its runs; the library writes the recording when the session ends. */
final class OrtProfiledEngine extends WrappedEngine implements ProfiledEngine {
    private final Path work;

    OrtProfiledEngine(OrtEngine engine, Path work) {
        super(engine);
        this.work = work;
    }

    @Override
    public EngineProfile finish(int latest) throws EngineException {
        close();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(work, "*.json")) {
            for (Path file : files) {
                return ProfileReader.read(file, latest);
            }
        } catch (IOException e) {
            throw new EngineException(false, work + ": the recording cannot be read: " + OneLine.of(e.toString()), e);
        }
        throw new EngineException(
                false, work + ": ONNX Runtime left no recording; free some space and try again", null);
    }
}
