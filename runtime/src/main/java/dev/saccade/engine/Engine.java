package dev.saccade.engine;

import dev.saccade.tensor.Tensor;
import java.util.List;

/**
 * A loaded model with bound inputs and outputs. One thread at a time runs it. {@link #run()} allocates nothing when
 * every output shape is static.
 */
public interface Engine extends AutoCloseable {
    /** {@link #run()}: outputs hold the result. */
    int OK = 0;
    /** {@link #run()}: the library reported an error; {@link #lastError()} tells. */
    int ERROR = 1;
    /** {@link #run()}: the deadline passed first; buffers stay owned by the run in flight. */
    int MISSED = 2;
    /** {@link #run()}: the device is lost or hung; the engine must be closed. */
    int LOST = 3;

    /** @return the library, never {@link Backend#AUTO} */
    Backend backend();

    /** @return what runs, in words, such as {@code ONNX Runtime 1.24.1, 1 thread} */
    String description();

    /** @return the engine file that runs, or that it is the package's own graph, and why; empty where nobody asks */
    default String origin() {
        return "";
    }

    /** @return inputs in graph order */
    List<Tensor> inputs();

    /** @return outputs in graph order */
    List<Tensor> outputs();

    /**
     * Runs once over the bound inputs.
     *
     * @return {@link #OK}, {@link #ERROR}, {@link #MISSED} or {@link #LOST}
     */
    int run();

    /** @return one line on the latest {@link #ERROR} or {@link #LOST}; empty before */
    String lastError();

    /** Frees everything native. Idempotent; not while {@link #run()} is in progress. */
    @Override
    void close();
}
