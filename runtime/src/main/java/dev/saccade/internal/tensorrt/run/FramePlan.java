package dev.saccade.internal.tensorrt.run;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceGraph;
import dev.saccade.internal.tensorrt.device.DeviceStream;

/**
 * What frames of one format need: the upload, then the preprocess launches and the engine's own work, captured as one
 * graph, or launched one by one where the device refuses the capture.
 */
final class FramePlan implements AutoCloseable {
    /** What follows preprocess on the stream. */
    interface Work {
        /** Submits it; allocates nothing. @return status */
        int submit();
    }

    private final Owned owned = new Owned();
    private final DeviceStream stream;
    private final Work work;
    private final Upload upload;
    private final ProgramBlock preprocess;
    private DeviceGraph graph;
    private String refusal = "";

    FramePlan(
            Device device,
            DeviceStream stream,
            SetUpWait setUp,
            FrameFormat format,
            PinnedRanges pinned,
            long program,
            long input,
            long result,
            Work work)
            throws DeviceException {
        this.stream = stream;
        this.work = work;
        boolean isWhole = false;
        try {
            upload = new Upload(device, stream, setUp, format, pinned);
            owned.end(upload::close);
            preprocess = new ProgramBlock(device, stream, setUp, program, upload.description(), input, result);
            owned.end(preprocess::close);
            warmUp(device, setUp);
            capture(device);
            isWhole = true;
        } finally {
            if (!isWhole && !setUp.isBroken()) {
                owned.close();
            }
        }
    }

    /** Once without capture: TensorRT sets things up in its first run that a capture does not allow. */
    private void warmUp(Device device, SetUpWait setUp) throws DeviceException {
        int status = setUp.finish(submitAll());
        if (status != Device.OK) {
            throw new DeviceException("first run: " + TrtEngine.words(device, status));
        }
    }

    private void capture(Device device) throws DeviceException {
        int status = stream.beginCapture();
        if (status != Device.OK) {
            refusal = device.error(status);
            return;
        }
        status = submitAll();
        DeviceGraph captured = null;
        try {
            captured = stream.endCapture(); // also after a refusal: the stream must leave capture
        } catch (DeviceException e) {
            refusal = e.getMessage();
        }
        if (captured != null && status != Device.OK) {
            captured.close();
            captured = null;
            refusal = TrtEngine.words(device, status);
        }
        if (captured != null) {
            owned.end(captured::close);
            graph = captured;
        }
    }

    /** Why frames are launched one by one; empty when they are one graph. */
    String refusal() {
        return refusal;
    }

    /** The graph by the driver's handle; 0 without one. */
    long graph() {
        return graph == null ? 0 : graph.handle();
    }

    /** Copies to the device that the latest submission began with, as triples of source, destination and bytes. */
    long[] uploads() {
        return upload.copies();
    }

    boolean isReadInPlace(Frame frame) {
        return upload.isReadInPlace(frame);
    }

    /** Submits a frame; allocates nothing. @return status */
    int submit(Frame frame, boolean isInPlace) {
        int status = upload.submit(frame, isInPlace, stream);
        if (status != Device.OK) {
            return status;
        }
        return graph != null ? graph.launch(stream) : submitAll();
    }

    private int submitAll() {
        int status = preprocess.submit(stream);
        return status == Device.OK ? work.submit() : status;
    }

    @Override
    public void close() {
        owned.close();
    }
}
