package dev.saccade.engine;

import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Tells how a back end runs a network, layer by layer. Found by {@link java.util.ServiceLoader}; touches its library only
 * when asked. No part of a control program.
 */
public interface EngineProfiler {
    /** @return the back end, never {@link Backend#AUTO} */
    Backend backend();

    /** @return null when usable here; otherwise one line: what is missing and what to do */
    String unavailable();

    /**
     * Sizes of a network's outputs, as the library infers them. Nothing is run.
     *
     * @param onnx the network
     * @param input closes open dimensions; null leaves them open
     * @param options how it would run
     * @return sizes by the output's name, outermost first; -1 where only a run tells
     * @throws EngineException when the library is missing or refuses the network
     */
    Map<String, List<Long>> outputSizes(Path onnx, InputSpec input, EngineOptions options) throws EngineException;

    /**
     * Writes the network as the library runs it, its operators fused. Nothing is run.
     *
     * @param onnx the network
     * @param input closes open dimensions
     * @param options how it would run
     * @param into a file that is made or replaced
     * @throws EngineException when the library is missing or refuses the network
     */
    void writeGraph(Path onnx, InputSpec input, EngineOptions options, Path into) throws EngineException;

    /**
     * Loads a network, as it is written, whose runs are recorded. Its nodes need names by which they can be told apart.
     *
     * @param model what it belongs to; its model is the file that {@link #writeGraph} wrote
     * @param options how it runs
     * @param work an empty directory for the recording
     * @return the engine, owned by the caller
     * @throws EngineException when the library is missing or refuses the network
     */
    ProfiledEngine load(ModelPackage model, EngineOptions options, Path work) throws EngineException;
}
