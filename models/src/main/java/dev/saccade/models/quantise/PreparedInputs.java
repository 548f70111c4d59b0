package dev.saccade.models.quantise;

import dev.saccade.frame.Frame;
import dev.saccade.frame.SourceException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.gate.Subject;
import dev.saccade.models.gate.TensorValues;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Frames as the package's own preprocess hands them to the network, on disk. One thread. */
final class PreparedInputs {
    private final Path directory;
    private int count;

    private PreparedInputs(Path directory) {
        this.directory = directory;
    }

    /** Looks at every frame of a supply. */
    static PreparedInputs of(FrameSupply supply, Subject reference, Path directory, MonotonicClock clock)
            throws SourceException, ModelsException {
        PreparedInputs inputs = new PreparedInputs(directory);
        try (Perception seen = reference.perceiver().newPerception()) {
            for (Frame frame = supply.next(); frame != null; frame = supply.next()) {
                try {
                    if (reference.perceiver().perceive(frame, seen, clock) != Perceiver.OK) {
                        throw ModelsException.badInput(reference.model().directory() + ": the network fails on frame "
                                + frame.sequence() + ": "
                                + reference.perceiver().lastError()
                                + "; check the package with saccade run");
                    }
                } finally {
                    frame.release();
                }
                Files.write(inputs.file(inputs.count++), TensorValues.bytes(reference.input()));
            }
        } catch (IOException e) {
            throw ModelsException.storage(directory + " cannot be written", e);
        }
        return inputs;
    }

    int count() {
        return count;
    }

    byte[] read(int index) throws ModelsException {
        try {
            return Files.readAllBytes(file(index));
        } catch (IOException e) {
            throw ModelsException.storage(file(index) + " cannot be read", e);
        }
    }

    private Path file(int index) {
        return directory.resolve("input-" + index);
    }
}
