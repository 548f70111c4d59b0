package dev.saccade.models.proposal;

import java.nio.file.Path;
import java.util.Map;

/**
 * What to import.
 *
 * @param onnx the file
 * @param name of the package; null takes the file's
 * @param labels one a line, or null
 * @param given keys of model.yaml with the values that the user gave
 */
public record ImportedFile(Path onnx, String name, Path labels, Map<String, String> given) {}
