package dev.saccade.internal.tensorrt.device;

import dev.saccade.engine.DeviceOptions.Priority;

/**
 * One GPU. Device and pinned memory are addresses, owned by the caller until they are freed. What makes things is for
 * set-up, allocates and throws; what is called per frame returns a status and allocates nothing. One thread at a time
 * unless said otherwise.
 */
public interface Device extends AutoCloseable {
    /** Status: done. */
    int OK = 0;
    /** Status of {@link DeviceEvent#query}: the work before it has not ended. CUDA's own number. */
    int NOT_READY = 600;

    /** @return what it is; any thread */
    DeviceFacts facts();

    /** Makes it the calling thread's device; each thread needs it once. @return status */
    int bind();

    /** @return device memory on a boundary of 256, not initialised */
    long allocate(long bytes) throws DeviceException;

    /** @param address of {@link #allocate}; nothing in flight uses it */
    void free(long address);

    /** @return page-locked host memory on a boundary of 4096, zeroed, which the device can read and write, too */
    long allocatePinned(long bytes) throws DeviceException;

    /** @param address of {@link #allocatePinned}; nothing in flight uses it */
    void freePinned(long address);

    /** Page-locks memory that somebody else allocated, such as a shared mapping; the device only reads it. */
    void register(long address, long bytes) throws DeviceException;

    /** @param address of {@link #register}; nothing in flight uses it */
    void unregister(long address);

    /** @return where the device sees pinned or registered memory */
    long deviceAddress(long pinned) throws DeviceException;

    /** @return a stream, owned by the caller */
    DeviceStream stream(Priority priority) throws DeviceException;

    /** @return an event, owned by the caller, not yet recorded */
    DeviceEvent event() throws DeviceException;

    /**
     * Makes a launch of one of our kernels, whose only argument is the device address of its parameters.
     *
     * @return the launch, owned by the caller
     */
    DeviceLaunch launch(String kernel, Grid grid, long parameters) throws DeviceException;

    /** @return a status in words: the library's name for it, and what it says */
    String error(int status);

    /** @return whether a status means that nothing on the device works any more for this process */
    boolean isSticky(int status);

    /** @return device memory that is free, bytes; -1 when it cannot be told */
    long freeBytes();

    /** Frees the device's own things; all that was made with it is closed. Idempotent. */
    @Override
    void close();
}
