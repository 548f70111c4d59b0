package dev.saccade.internal.tensorrt.run;

import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Memory of another process that frames lie in, page-locked while it is mapped here. What the device refuses is read all
 * the same, by way of staging memory; that is said once. The engine's thread.
 */
final class FrameMappings {
    private static final Logger LOG = LoggerFactory.getLogger(FrameMappings.class);

    private final String name;
    private final Device device;
    private final PinnedRanges pinned;
    private boolean isSaid;

    FrameMappings(String name, Device device, PinnedRanges pinned) {
        this.name = name;
        this.device = device;
        this.pinned = pinned;
    }

    /** Page-locks; the device reads from there from now on, unless it refuses. */
    void add(long address, long bytes) {
        try {
            device.register(address, bytes);
        } catch (DeviceException e) {
            refused(e.getMessage());
            return;
        }
        if (isSeenElsewhere(address)) {
            device.unregister(address);
            refused("the device sees this memory at another address");
            return;
        }
        pinned.add(address, bytes);
    }

    /** Where memory is shared with the host, kernels read frames by the host's address. */
    private boolean isSeenElsewhere(long address) {
        if (!device.facts().integrated()) {
            return false;
        }
        try {
            return device.deviceAddress(address) != address;
        } catch (DeviceException e) {
            return true;
        }
    }

    private void refused(String reason) {
        if (!isSaid) {
            isSaid = true;
            LOG.warn("{}: frames are copied before the GPU reads them: {}", name, reason);
        }
    }

    /** Lets go of memory that is about to be unmapped; nothing in flight reads it. */
    void remove(long address, long bytes) {
        if (pinned.covers(address, bytes)) {
            pinned.remove(address);
            device.unregister(address);
        }
    }
}
