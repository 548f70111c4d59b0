package dev.saccade.internal.tensorrt;

import dev.saccade.frame.FrameMemory;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.run.PinnedRanges;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Page-locked memory for frames, which the GPU reads by itself. Usable once this process has loaded a TensorRT engine, and
 * not before: a run on the CPU makes no CUDA context. Any thread.
 */
public final class PinnedFrameMemory implements FrameMemory {
    /** What is page-locked in this process, for every engine. */
    static final PinnedRanges RANGES = new PinnedRanges();

    private static final Logger LOG = LoggerFactory.getLogger(PinnedFrameMemory.class);
    private static final int PRIORITY = 100;

    private static volatile Device device;

    /** For {@link java.util.ServiceLoader}. */
    public PinnedFrameMemory() {}

    /** An engine has been loaded: from now on frames belong into page-locked memory, of this device if it is the first. */
    static synchronized void serve(Device of) {
        if (device == null) {
            device = of;
        }
    }

    @Override
    public int priority() {
        return PRIORITY;
    }

    @Override
    public boolean isUsable() {
        return device != null;
    }

    @Override
    public long allocate(long bytes) {
        try {
            long address = device.allocatePinned(bytes);
            RANGES.add(address, bytes);
            return address;
        } catch (DeviceException e) {
            throw new OutOfMemoryError("frame memory: " + e.getMessage());
        }
    }

    @Override
    public void free(long address, long bytes) {
        RANGES.remove(address);
        if (RANGES.isAbandoned()) {
            LOG.debug("{} bytes of page-locked memory are not freed: the GPU is lost and may still read them", bytes);
            return;
        }
        device.freePinned(address);
    }
}
