package dev.saccade.frame;

/**
 * Allocates the memory that frames land in: ordinary pages, or page-locked ones when a GPU reads them. Providers come
 * by {@link java.util.ServiceLoader}; the one with the highest {@link #priority()} that is usable serves. Called at
 * start-up and when a stream changes its size, never per frame.
 */
public interface FrameMemory {
    /** @return higher wins; the host provider is 0 */
    int priority();

    /** @return whether this machine can serve it */
    boolean isUsable();

    /**
     * Allocates.
     *
     * @param bytes at least 1
     * @return the address, 4096-aligned, zeroed, owned by the caller until {@link #free}
     * @throws OutOfMemoryError when it is short
     */
    long allocate(long bytes);

    /**
     * Frees.
     *
     * @param address of {@link #allocate}
     * @param bytes as allocated
     */
    void free(long address, long bytes);

    /**
     * Changes when frames must land in new memory from now on, because a reader of the old one is gone for good. A slot
     * looks when it is written anew, with no lease on it.
     *
     * @return any number; any thread
     */
    default int generation() {
        return 0;
    }
}
