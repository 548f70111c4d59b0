package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.v4l2.VideoDevice;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.LongPointer;

/** A device that streams as a request asks, and what unloads its pictures. Owns both until {@link #close()}. */
final class V4l2Stream implements AutoCloseable {
    private final OpenDevice device;
    private final Unloader unloader;
    private final long periodNs;
    private final int fourcc;

    private V4l2Stream(OpenDevice device, Unloader unloader, long periodNs, int fourcc) {
        this.device = device;
        this.unloader = unloader;
        this.periodNs = periodNs;
        this.fourcc = fourcc;
    }

    /**
     * Starts a device.
     *
     * @param device taken over: closed with the stream, and on failure
     * @param request what is asked
     * @param bySource whether the device's input decides the size, rather than the request
     */
    static V4l2Stream start(OpenDevice device, V4l2Request request, boolean bySource)
            throws VideoException, SourceException {
        Unloader unloader = null;
        try {
            if (!device.isCapture()) {
                throw device.failure(
                        0,
                        "gives no pictures (it is a node for " + device.kind() + "); 'saccade cameras' tells which do");
            }
            int status = VideoDevice.follow(device.handle());
            if (status == -VideoDevice.EBUSY) {
                throw device.failed(status, "is busy");
            }
            List<OfferedFormat> offered = device.formats();
            int wanted = FormatChoice.choose(device, request, offered);
            int[] size = bySource || request.size() == null ? new int[2] : request.size();
            Negotiated agreed = device.negotiate(wanted, size[0], size[1]);
            long periodNs = device.period(request.fps());
            if (!bySource) {
                FormatChoice.check(device, request, agreed, periodNs, offered);
            }
            for (Map.Entry<String, String> control : request.controls().entrySet()) {
                DeviceControls.set(device, control.getKey(), control.getValue());
            }
            unloader = unloader(device, request, agreed);
            start(device, request.buffers(), unloader.leastBytes());
            return new V4l2Stream(device, unloader, periodNs, agreed.fourcc());
        } catch (VideoException | SourceException | RuntimeException e) {
            device.close();
            if (unloader != null) {
                unloader.close();
            }
            throw e;
        }
    }

    private static Unloader unloader(OpenDevice device, V4l2Request request, Negotiated agreed)
            throws VideoException, SourceException {
        WireFormat wire = WireFormat.of(agreed.fourcc());
        int most = FrameFormat.MAX_SIDE;
        if (wire == null
                || agreed.width() < 2
                || agreed.height() < 2
                || agreed.width() > most
                || agreed.height() > most) {
            throw device.failure(
                    0,
                    "delivers " + Fourcc.text(agreed.fourcc()) + " of " + agreed.width() + "x" + agreed.height()
                            + ", which this program does not read; choose a format and size of 'saccade cameras'");
        }
        if (wire.isJpeg()) {
            return new JpegUnloader(request.uri(), agreed);
        }
        if (wire.isBayer()) {
            return new BayerUnloader(agreed, wire);
        }
        PlaneUnloader planes = new PlaneUnloader(agreed, wire.pixels());
        if (!planes.isPossible()) {
            throw device.failure(0, "tells rows shorter than its pictures are wide; choose another format");
        }
        return planes;
    }

    private static void start(OpenDevice device, int buffers, long[] leastBytes) throws VideoException {
        int status;
        try (LongPointer least = new LongPointer(leastBytes)) {
            status = VideoDevice.start(device.handle(), buffers, least.address());
        }
        if (status < 0) {
            throw device.failed(status, "does not start to stream");
        }
    }

    long handle() {
        return device.handle();
    }

    OpenDevice device() {
        return device;
    }

    Unloader unloader() {
        return unloader;
    }

    /** Nominal frame period, ns; 0 when unknown. */
    long periodNs() {
        return periodNs;
    }

    /** The pixel format that the driver agreed to. */
    int fourcc() {
        return fourcc;
    }

    /** Stops and frees. Idempotent. */
    @Override
    public void close() {
        device.close();
        unloader.close();
    }
}
