package dev.saccade.internal.tensorrt.device;

/** Work that a device does in order. Everything here but the last three only submits, allocates nothing and returns a status. */
public interface DeviceStream extends AutoCloseable {
    /** Copies between any two of device and pinned memory. */
    int copy(long to, long from, long bytes);

    /** Copies rows; strides and lengths in bytes. */
    int copyRows(long to, long toStride, long from, long fromStride, long rowBytes, long rows);

    /** Sets every byte. */
    int fill(long at, int value, long bytes);

    /** Marks the end of what was submitted so far. */
    int record(DeviceEvent event);

    /** From now on what is submitted is written down instead of done; by this thread alone. */
    int beginCapture();

    /** @return what was submitted since {@link #beginCapture}, to be launched as one; owned by the caller */
    DeviceGraph endCapture() throws DeviceException;

    /** @return the driver's own, for other libraries; 0 where there is no driver */
    long handle();

    /** Nothing is in flight. Idempotent. */
    @Override
    void close();
}
