package dev.saccade.vision;

/**
 * The second half of a decoder: what kernels found, on its way into a perception. The kernels of the CPU write into its
 * memory; what a device found is copied there. Owned by the decoder, used by its thread.
 */
interface Findings extends AutoCloseable {
    /** An empty perception of this model's shape, owned by the caller. */
    Perception newPerception();

    /** Most rows, or classes, that a frame can have. */
    int capacity();

    /**
     * Copies what a device found.
     *
     * @param payload host address, laid out as {@link dev.saccade.gpu.GpuProgram} tells
     * @param count 0..{@link #capacity}
     * @param into receives what is not kept here
     */
    void copyFrom(long payload, int count, Perception into);

    /**
     * Hands on what was found, in source pixels. Allocates nothing when it succeeds.
     *
     * @param count how many; negative when the kernels refused
     * @param geometry of the frame that was seen
     * @param into receives the result
     * @return {@link Perceiver#OK}, or {@link Perceiver#FAULT} with {@link #fault()} set
     */
    int emit(int count, Geometry geometry, Perception into);

    /** One line on the latest {@link Perceiver#FAULT}; empty before. */
    String fault();

    /** Frees the memory. Idempotent. */
    @Override
    void close();
}
