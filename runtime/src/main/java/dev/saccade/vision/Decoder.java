package dev.saccade.vision;

import dev.saccade.gpu.GpuDecoderSpec;

/**
 * Turns the engine's outputs into a result. Made once for an engine, with every tensor checked and every buffer
 * allocated; owned by the perceiver, used by its thread.
 */
interface Decoder extends AutoCloseable {
    /** An empty perception of this model's shape, owned by the caller. */
    Perception newPerception();

    /**
     * Decodes the outputs of the latest run. Allocates nothing when it succeeds.
     *
     * @param geometry of the frame that was seen
     * @param into receives the result
     * @return {@link Perceiver#OK}, or {@link Perceiver#FAULT} with {@link #fault()} set
     */
    int decode(Geometry geometry, Perception into);

    /**
     * Describes the kernels that a device runs in place of {@link #decode}; types and sizes of the outputs are the
     * caller's.
     *
     * @param spec zeroed
     * @return what hands their result on, owned by this decoder; null when no device decodes such outputs
     */
    default Findings describe(GpuDecoderSpec spec) {
        return null;
    }

    /** One line on the latest {@link Perceiver#FAULT}; empty before. */
    String fault();

    /** Frees the buffers. Idempotent. */
    @Override
    void close();
}
