package dev.saccade.tensor;

/**
 * An engine's input or output in native memory, contiguous, row-major, 64-byte aligned. Owned by the engine and valid
 * until it closes; touched only by the thread that runs the engine.
 */
public interface Tensor {
    /** @return name, type and declared shape */
    TensorSpec spec();

    /** @return address of the first element; may change after a run where the shape is data-dependent */
    long address();

    /**
     * One dimension after the latest run.
     *
     * @param i 0..rank-1
     * @return its size; equals the declared one where that is known
     */
    long dim(int i);
}
