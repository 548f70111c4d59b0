package dev.saccade.models.precision;

import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads an ONNX file whole, if an array can hold it. */
final class OnnxBytes {
    private static final long LARGEST = Integer.MAX_VALUE - 16;

    private OnnxBytes() {}

    /**
     * Reads a file; what it holds is not looked at.
     *
     * @throws ModelsException of kind BAD_INPUT when it is no file or too large; without the file's name
     */
    static byte[] read(Path onnx) throws IOException, ModelsException {
        if (!Files.isRegularFile(onnx)) {
            throw ModelsException.badInput(
                    (Files.exists(onnx) ? "not a file" : "no such file") + "; name an ONNX file");
        }
        if (Files.size(onnx) > LARGEST) {
            throw ModelsException.badInput("larger than 2 GiB, which no ONNX file is; export a smaller network");
        }
        return Files.readAllBytes(onnx);
    }
}
