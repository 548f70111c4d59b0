package dev.saccade.models.catalogue;

import java.util.List;
import java.util.Map;

/**
 * How an asset's files become a model package.
 *
 * @param format of the model file
 * @param from name of the model file among the asset's files
 * @param inputSize width and height for a graph that leaves them open, or empty
 * @param outputs tensors to keep, as ONNX output name to name in the model file, in order; empty for the model's own
 * @param labels where labels.txt comes from
 * @param model the ONNX file that must result
 * @param labelsSha256 hash of the labels.txt that must result
 */
public record PackageRecipe(
        Format format,
        String from,
        List<Integer> inputSize,
        Map<String, String> outputs,
        Labels labels,
        AssetFile model,
        String labelsSha256) {
    /** Format of a model file. */
    public enum Format {
        /** Already ONNX; taken as it is. */
        ONNX,
        /** TensorFlow.js graph model: a model.json and its shards. */
        TFJS,
        /** TensorFlow Lite flatbuffer. */
        TFLITE
    }

    /** Where labels come from. */
    public sealed interface Labels {
        /** They are written in the catalogue, beside model.yaml. */
        record Shelved() implements Labels {}

        /**
         * They are an object literal (index: "label") in a script that the asset's source ships.
         *
         * @param file the script, among the asset's files
         * @param variable what the object is assigned to
         * @param first labels that precede those of the object
         */
        record InScript(String file, String variable, List<String> first) implements Labels {}
    }
}
