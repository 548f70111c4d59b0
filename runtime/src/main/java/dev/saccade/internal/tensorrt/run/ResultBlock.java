package dev.saccade.internal.tensorrt.run;

import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceStream;

/**
 * What a frame's run leaves, on the device and in pinned memory: the decoder's result, or without a decoder nothing but the
 * stamps, which preprocess writes all the same. Freed by its engine.
 */
final class ResultBlock {
    private final Device device;
    private final Owned owned;
    private ProgramBlock decoder;
    private long onDevice;
    private long host;
    private long bytes;

    ResultBlock(Device device, Owned owned) {
        this.device = device;
        this.owned = owned;
    }

    /** Makes room, once: later calls change nothing. */
    void room(long size) throws DeviceException {
        if (onDevice == 0) {
            long there = device.allocate(size);
            owned.end(() -> device.free(there));
            long here = device.allocatePinned(size);
            owned.end(() -> device.freePinned(here));
            onDevice = there;
            host = here;
            bytes = size;
        }
    }

    /** @param made taken over */
    void decoder(ProgramBlock made) {
        owned.end(made::close);
        decoder = made;
    }

    boolean isDecoded() {
        return decoder != null;
    }

    long onDevice() {
        return onDevice;
    }

    long host() {
        return host;
    }

    /** Submits the decoder and the copy to the host; allocates nothing. @return status */
    int submit(DeviceStream stream) {
        int status = decoder.submit(stream);
        return status == Device.OK ? stream.copy(host, onDevice, bytes) : status;
    }
}
