package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineProfile;
import dev.saccade.engine.ProfiledEngine;
import dev.saccade.tensor.Tensor;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A session that records its runs; the library writes the recording when the session ends. */
final class OrtProfiledEngine implements ProfiledEngine {
    private final OrtEngine engine;
    private final Path work;

    OrtProfiledEngine(OrtEngine engine, Path work) {
        this.engine = engine;
        this.work = work;
    }

    @Override
    public EngineProfile finish(int latest) throws EngineException {
        engine.close();
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

    @Override
    public Backend backend() {
        return engine.backend();
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public List<Tensor> inputs() {
        return engine.inputs();
    }

    @Override
    public List<Tensor> outputs() {
        return engine.outputs();
    }

    @Override
    public int run() {
        return engine.run();
    }

    @Override
    public String lastError() {
        return engine.lastError();
    }

    @Override
    public void close() {
        engine.close();
    }
}
