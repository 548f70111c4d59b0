package dev.saccade.models.onnx;

import java.util.List;
import java.util.Map;

/**
 * What an importer is asked to keep of a model file.
 *
 * @param inputSize width and height, for a graph that leaves them open or offers several; empty for the file's own
 * @param outputs ONNX output name to name in the model file, in order; empty for the model's own outputs
 */
public record ImportRequest(List<Integer> inputSize, Map<String, String> outputs) {
    /** Everything as the model file says. */
    public static final ImportRequest WHOLE = new ImportRequest(List.of(), Map.of());

    /**
     * An ONNX name for a name of the model file: ONNX names made here hold a slash, so given ones must not.
     *
     * @param name in the model file
     * @return the part after the last slash, without an output number
     */
    public static String plainName(String name) {
        String tail = name.substring(name.lastIndexOf('/') + 1).replaceFirst(":\\d+$", "");
        return tail.isEmpty() ? "output" : tail;
    }
}
