package dev.saccade.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A model package that was read and checked. Immutable.
 *
 * @param directory where it lies
 * @param name from model.yaml
 * @param task what it says about a frame
 * @param model the ONNX file
 * @param labels one label a class, in class order; may be empty for one-class line models
 * @param input how a frame becomes the input tensor
 * @param decoder decoder kind and its own keys, values as strings, in file order; the kind is under {@code kind}
 * @param thresholds cut-offs
 * @param fallback name or path of a smaller package that may stand in, or null
 * @param provenance free-form record: source, licence, sha256, who, when, data, parameters
 * @param identity SHA-256, hex, over model.yaml, labels and ONNX: changes when any of them does
 * @param device what it asks of the GPU that runs it
 * @param gate limits that an engine of it must keep, where it sets its own; may be empty
 */
public record ModelPackage(
        Path directory,
        String name,
        Task task,
        Path model,
        List<String> labels,
        InputSpec input,
        Map<String, String> decoder,
        Thresholds thresholds,
        String fallback,
        Map<String, String> provenance,
        String identity,
        DeviceWish device,
        Map<GateLimit, Double> gate) {
    /**
     * Another minimum score.
     *
     * @param score 0..1
     * @return a copy with that score
     */
    public ModelPackage withMinScore(float score) {
        Thresholds t = new Thresholds(score, thresholds.iou(), thresholds.max());
        return new ModelPackage(
                directory, name, task, model, labels, input, decoder, t, fallback, provenance, identity, device, gate);
    }

    /**
     * Other keys of the decoder.
     *
     * @param keys as model.yaml would have them, the kind under {@code kind}
     * @return a copy with these
     */
    public ModelPackage withDecoder(Map<String, String> keys) {
        return new ModelPackage(
                directory,
                name,
                task,
                model,
                labels,
                input,
                keys,
                thresholds,
                fallback,
                provenance,
                identity,
                device,
                gate);
    }

    /**
     * The same description of another graph, which nobody has measured: without identity, fallback or provenance.
     *
     * @param graph an ONNX file
     * @return a copy with that file
     */
    public ModelPackage withGraph(Path graph) {
        return new ModelPackage(
                directory, name, task, graph, labels, input, decoder, thresholds, null, Map.of(), "", device, gate);
    }
}
