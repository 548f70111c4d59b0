package dev.saccade.models.onnx;

import java.util.Map;

/**
 * A model that was converted.
 *
 * @param onnx bytes of the .onnx file
 * @param input name of its input
 * @param inputShape sizes, (1, channel, row, column) for an image
 * @param outputs name to sizes, in order
 */
public record ImportedModel(byte[] onnx, String input, int[] inputShape, Map<String, int[]> outputs) {}
