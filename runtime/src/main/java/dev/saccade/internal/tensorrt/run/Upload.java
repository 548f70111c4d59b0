package dev.saccade.internal.tensorrt.run;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.kernel.Kernels;
import java.util.stream.LongStream;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Brings frames of one format to where the preprocess kernel reads them, and describes the place to it.
 *
 * <p>A frame in pinned memory is copied by the device itself, or, where host and device share their memory, read where it
 * is; either way the device reads the frame while the run is on it. A frame anywhere else is copied into pinned staging
 * memory by this thread: handed to the device directly, it would make the call wait for the device.
 */
final class Upload implements AutoCloseable {
    /** Room behind the last row, as frame slots have it. */
    private static final int TAIL_BYTES = 256;

    private final Owned owned = new Owned();
    private final PixelFormat pixels;
    private final FrameFormat format;
    private final PinnedRanges pinned;
    private final boolean isMapped;
    private final long[] offsets = new long[3];
    private final int[] strides = new int[3];
    private final long bytes;
    private final long staging;
    private final long planes;
    private final long description;
    private final LongPointer planeWords;
    private final IntPointer strideWords;
    /** Where the latest frame lay. */
    private final long[] from = new long[3];

    private final int[] fromStrides = new int[3];
    private boolean isOneCopy;

    Upload(Device device, DeviceStream stream, SetUpWait setUp, FrameFormat format, PinnedRanges pinned)
            throws DeviceException {
        this.format = format;
        this.pinned = pinned;
        pixels = format.pixels();
        isMapped = device.facts().integrated();
        long at = 0;
        for (int p = 0; p < pixels.planes(); p++) {
            offsets[p] = at;
            strides[p] = format.alignedStride(p);
            at += (long) strides[p] * pixels.rows(p, format.height());
        }
        bytes = at;
        boolean isWhole = false;
        try {
            staging = pinned(device, bytes + TAIL_BYTES);
            long host = pinned(device, GpuProgram.FRAME_BYTES);
            planeWords = new LongPointer(new Address(host));
            strideWords = new IntPointer(new Address(host + 3 * Long.BYTES));
            if (isMapped) {
                planes = device.deviceAddress(staging);
                description = device.deviceAddress(host);
                describeStaging();
            } else {
                planes = onDevice(device, bytes + TAIL_BYTES);
                description = onDevice(device, GpuProgram.FRAME_BYTES);
                describeStaging();
                int status = setUp.finish(stream.copy(description, host, GpuProgram.FRAME_BYTES));
                if (status != Device.OK) {
                    throw new DeviceException("their description: " + TrtEngine.words(device, status));
                }
            }
            isWhole = true;
        } finally {
            if (!isWhole && !setUp.isBroken()) {
                owned.close();
            }
        }
    }

    private long pinned(Device device, long size) throws DeviceException {
        long address = device.allocatePinned(size);
        owned.end(() -> device.freePinned(address));
        return address;
    }

    private long onDevice(Device device, long size) throws DeviceException {
        long address = device.allocate(size);
        owned.end(() -> device.free(address));
        return address;
    }

    /** Where the preprocess kernel reads what is where. */
    long description() {
        return description;
    }

    /** Whether the device reads this frame's own memory. */
    boolean isReadInPlace(Frame frame) {
        for (int p = 0; p < pixels.planes(); p++) {
            long size =
                    (long) frame.stride(p) * (pixels.rows(p, format.height()) - 1) + pixels.rowBytes(p, format.width());
            if (!pinned.covers(frame.address(p), size)) {
                return false;
            }
        }
        return true;
    }

    /** Submits what brings a frame to its place; allocates nothing. @return status */
    int submit(Frame frame, boolean isInPlace, DeviceStream stream) {
        if (!isInPlace) {
            stage(frame);
            isOneCopy = true;
            from[0] = staging;
            if (isMapped) {
                describeStaging();
                return Device.OK;
            }
            return stream.copy(planes, staging, bytes);
        }
        if (isMapped) {
            for (int p = 0; p < pixels.planes(); p++) {
                planeWords.put(p, frame.address(p));
                strideWords.put(p, frame.stride(p));
            }
            return Device.OK;
        }
        for (int p = 0; p < pixels.planes(); p++) {
            from[p] = frame.address(p);
            fromStrides[p] = frame.stride(p);
        }
        isOneCopy = isLaidOutAlike(frame);
        if (isOneCopy) {
            return stream.copy(planes, frame.address(0), bytes);
        }
        for (int p = 0; p < pixels.planes(); p++) {
            int status = stream.copyRows(
                    planes + offsets[p],
                    strides[p],
                    frame.address(p),
                    frame.stride(p),
                    pixels.rowBytes(p, format.width()),
                    pixels.rows(p, format.height()));
            if (status != Device.OK) {
                return status;
            }
        }
        return Device.OK;
    }

    /** The copies of the latest submission as triples of source, destination and bytes; rows apart are copied apart. */
    long[] copies() {
        if (isMapped || from[0] == 0) {
            return new long[0];
        }
        if (isOneCopy) {
            return new long[] {from[0], planes, bytes};
        }
        LongStream.Builder all = LongStream.builder();
        for (int p = 0; p < pixels.planes(); p++) {
            for (long row = 0; row < pixels.rows(p, format.height()); row++) {
                all.add(from[p] + row * fromStrides[p]);
                all.add(planes + offsets[p] + row * strides[p]);
                all.add(pixels.rowBytes(p, format.width()));
            }
        }
        return all.build().toArray();
    }

    /** Whether one copy takes all planes. */
    private boolean isLaidOutAlike(Frame frame) {
        for (int p = 0; p < pixels.planes(); p++) {
            if (frame.stride(p) != strides[p] || frame.address(p) != frame.address(0) + offsets[p]) {
                return false;
            }
        }
        return pinned.covers(frame.address(0), bytes);
    }

    private void describeStaging() {
        for (int p = 0; p < pixels.planes(); p++) {
            planeWords.put(p, planes + offsets[p]);
            strideWords.put(p, strides[p]);
        }
    }

    private void stage(Frame frame) {
        for (int p = 0; p < pixels.planes(); p++) {
            int rowBytes = pixels.rowBytes(p, format.width());
            long to = staging + offsets[p];
            long source = frame.address(p);
            for (int row = pixels.rows(p, format.height()); row > 0; row--) {
                Kernels.copy(to, source, rowBytes);
                to += strides[p];
                source += frame.stride(p);
            }
        }
    }

    @Override
    public void close() {
        owned.close();
    }

    /** Memory of somebody else's, so that JavaCPP's typed views can be laid over it. */
    private static final class Address extends Pointer {
        Address(long at) {
            super((Pointer) null);
            address = at;
        }
    }
}
