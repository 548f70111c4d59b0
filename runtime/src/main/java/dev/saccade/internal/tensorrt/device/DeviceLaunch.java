package dev.saccade.internal.tensorrt.device;

/** A kernel with its geometry and argument. */
public interface DeviceLaunch extends AutoCloseable {
    /** Submits it; allocates nothing. @return status */
    int submit(DeviceStream on);

    @Override
    void close();
}
