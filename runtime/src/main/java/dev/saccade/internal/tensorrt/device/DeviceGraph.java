package dev.saccade.internal.tensorrt.device;

/** Captured work, launched as one. */
public interface DeviceGraph extends AutoCloseable {
    /** Submits all of it; allocates nothing. @return status */
    int launch(DeviceStream on);

    /** @return the driver's own, executable, for other libraries; 0 where there is no driver */
    long handle();

    /** Nothing of it is in flight. Idempotent. */
    @Override
    void close();
}
