package dev.saccade.internal.tensorrt.device;

/** A mark in a stream. */
public interface DeviceEvent extends AutoCloseable {
    /**
     * Asks whether the work before the mark has ended; allocates nothing.
     *
     * @return {@link Device#OK}, {@link Device#NOT_READY}, or the error that the work ended with
     */
    int query();

    /** @return the driver's own, for other libraries; 0 where there is no driver */
    long handle();

    @Override
    void close();
}
