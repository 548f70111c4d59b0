package dev.saccade.engine;

/**
 * An engine that wants to know the memory that frames lie in, such as to lock its pages for a device. A process that
 * looks at frames of another one asks its engine for this; the engine's thread.
 */
public interface FrameRegistrar {
    /**
     * Memory that frames will lie in, mapped for reading and writing.
     *
     * @param address of its first byte, at the beginning of a page
     * @param bytes how many
     */
    void register(long address, long bytes);

    /**
     * Memory that no frame lies in any more and that is about to be unmapped.
     *
     * @param address of {@link #register}
     * @param bytes as registered
     */
    void unregister(long address, long bytes);
}
