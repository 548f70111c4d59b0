package dev.saccade.models.onnx;

import dev.saccade.internal.onnx.OnnxWeights;
import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.Path;

/** Refuses ONNX files that nobody can serve, before a version or an engine is made of them. */
public final class SoundWeights {
    private SoundWeights() {}

    /**
     * Checks that a file is whole, within the limits, without weights in other files, and that its weights are numbers.
     * Every weight is read.
     *
     * @param onnx the file
     * @throws ModelsException of kind BAD_INPUT otherwise; the message names the file and the tensor
     */
    public static void check(Path onnx) throws ModelsException {
        try {
            OnnxWeights.check(onnx);
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        }
    }
}
