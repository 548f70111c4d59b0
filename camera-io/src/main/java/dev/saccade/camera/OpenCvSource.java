package dev.saccade.camera;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.internal.media.MovingPointer;
import dev.saccade.time.MonotonicClock;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.global.opencv_videoio;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_videoio.VideoCapture;

/**
 * A camera through OpenCV. Stamps frames when OpenCV hands them over; the declared upstream delay of two periods covers
 * exposure and the driver's queue. {@link #capture} blocks for the next frame: a frame period while the camera delivers,
 * but up to OpenCV's own limit (10 s) when it falls silent.
 */
final class OpenCvSource implements FrameSource {
    private static final int MOST_FAILURES = 3;
    // Enough for the driver to fill one while we read the other; more would only make frames older.
    private static final int DRIVER_BUFFERS = 2;
    private static final double ASSUMED_FPS = 30;

    private final String uri;
    private final VideoCapture camera;
    private final long periodNs;
    private final CloseGuard guard = new CloseGuard();
    private final Mat picture = new Mat();
    private final MovingPointer from = new MovingPointer();
    private final MovingPointer to = new MovingPointer();
    private volatile FrameFormat format;
    private volatile String fault;
    private volatile long gaps;
    private boolean pending;
    private long arrivalNs;
    private long sequence;
    private long lost;
    private int failures;
    private boolean failed;

    private OpenCvSource(String uri, VideoCapture camera, double fps) {
        this.uri = uri;
        this.camera = camera;
        periodNs = Math.round(1e9 / fps);
    }

    /** Opens the camera and takes a first frame; null when it gives none. */
    static OpenCvSource open(String uri, int index, int[] size, double fps) {
        Loader.load(opencv_videoio.class);
        VideoCapture camera = new VideoCapture();
        OpenCvSource source = null;
        if (camera.open(index, opencv_videoio.CAP_V4L2) && camera.isOpened()) {
            if (size != null) {
                camera.set(opencv_videoio.CAP_PROP_FRAME_WIDTH, size[0]);
                camera.set(opencv_videoio.CAP_PROP_FRAME_HEIGHT, size[1]);
            }
            if (fps > 0) {
                camera.set(opencv_videoio.CAP_PROP_FPS, fps);
            }
            camera.set(opencv_videoio.CAP_PROP_BUFFERSIZE, DRIVER_BUFFERS);
            double told = camera.get(opencv_videoio.CAP_PROP_FPS);
            source = new OpenCvSource(uri, camera, told > 0 ? told : fps > 0 ? fps : ASSUMED_FPS);
            if (source.take()) {
                return source;
            }
        }
        if (source == null) {
            camera.close();
        } else {
            source.release();
        }
        return null;
    }

    /** Takes the next frame into the matrix. */
    private boolean take() {
        boolean taken = camera.read(picture) && !picture.empty() && picture.type() == opencv_core.CV_8UC3;
        if (!taken) {
            return false;
        }
        arrivalNs = MonotonicClock.SYSTEM.nanoTime();
        FrameFormat now = format;
        if (now == null || now.width() != picture.cols() || now.height() != picture.rows()) {
            format = FrameFormat.of(PixelFormat.BGR24, picture.cols(), picture.rows());
        }
        pending = true;
        return true;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (!guard.enter()) {
            return END;
        }
        try {
            return failed ? FAILED : deliver(slot);
        } finally {
            if (guard.leave()) {
                release();
            }
        }
    }

    private int deliver(FrameSlot slot) {
        FrameFormat prepared = format;
        if (!pending && !take()) {
            gaps = ++lost;
            failures++;
            if (failures < MOST_FAILURES) {
                return NOT_READY;
            }
            failed = true;
            fault = "source " + uri + ": the camera stopped delivering; check its cable, or whether another program"
                    + " took it";
            return FAILED;
        }
        failures = 0;
        if (!format.equals(prepared)) {
            return NOT_READY;
        }
        long data = picture.data().address();
        long step = picture.step1();
        int bytes = PixelFormat.BGR24.rowBytes(0, format.width());
        for (int y = 0; y < format.height(); y++) {
            Pointer.memcpy(to.to(slot.address(0) + (long) y * slot.stride(0)), from.to(data + y * step), bytes);
        }
        slot.describe(sequence++ + lost, arrivalNs, StampClass.ARRIVAL);
        pending = false;
        return CAPTURED;
    }

    private void release() {
        camera.release();
        camera.close();
        picture.close();
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public StampClass stamp() {
        return StampClass.ARRIVAL;
    }

    @Override
    public long framePeriodNs() {
        return periodNs;
    }

    @Override
    public long upstreamDelayNs() {
        return 2 * periodNs;
    }

    @Override
    public long nextDueNs() {
        return arrivalNs;
    }

    @Override
    public long gaps() {
        return gaps;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        if (guard.close()) {
            release();
        }
    }
}
