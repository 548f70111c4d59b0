package dev.saccade.internal.tensorrt.device;

/** Captured work, launched as one. */
public interface DeviceGraph extends AutoCloseable {
    /** Submits all of it; allocates nothing. @return status */
    int launch(DeviceStream on);

    /** Nothing of it is in flight. Idempotent. */
    @Override
    void close();
}
