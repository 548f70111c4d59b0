package dev.saccade.bench;

import static org.bytedeco.opencv.global.opencv_core.CV_32F;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC1;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC2;
import static org.bytedeco.opencv.global.opencv_core.CV_8UC3;
import static org.bytedeco.opencv.global.opencv_dnn.blobFromImage;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2BGR_NV12;
import static org.bytedeco.opencv.global.opencv_imgproc.COLOR_YUV2BGR_YUYV;
import static org.bytedeco.opencv.global.opencv_imgproc.INTER_LINEAR;
import static org.bytedeco.opencv.global.opencv_imgproc.cvtColor;
import static org.bytedeco.opencv.global.opencv_imgproc.resize;

import dev.saccade.kernel.Kernels;
import dev.saccade.kernel.Preprocess;
import dev.saccade.kernel.PreprocessSpec;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Rect;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * One preprocess by our kernel and by OpenCV: a frame to a 640 x 640 letterboxed NCHW fp32 RGB tensor. OpenCV converts
 * if it must, resizes into a region of the padded picture, and makes the blob; every buffer of both is made once.
 */
final class PreprocessCase implements AutoCloseable {
    static final int SIDE = 640;
    private static final int PAD = 114;
    private static final long LINE = 64;

    final int format;
    final int width;
    final int height;
    private final long sourceBytes;
    private final long plan;
    private final BytePointer frame;
    private final BytePointer tensor;
    private final int stride;
    private final long chroma;

    private final Mat source;
    private final Mat bgr;
    private final Mat letterboxed;
    private final Mat image;
    private final Size imageSize;
    private final Size same = new Size();
    private final Scalar zero = new Scalar();
    private final Mat blob = new Mat();

    PreprocessCase(int format, int width, int height) {
        this.format = format;
        this.width = width;
        this.height = height;
        int placeHeight = (int) Math.round((double) height * SIDE / width);
        int placeY = (SIDE - placeHeight) / 2;
        stride = width * pixelBytes(format);
        sourceBytes = (long) stride * height + (format == Preprocess.FORMAT_NV12 ? (long) width * height / 2 : 0);
        frame = aligned(sourceBytes);
        byte[] noise = new byte[(int) sourceBytes];
        new Random(1).nextBytes(noise);
        frame.put(noise);
        chroma = format == Preprocess.FORMAT_NV12 ? frame.address() + (long) width * height : 0;
        tensor = aligned(tensorBytes());
        BytePointer.memset(tensor, 0, tensorBytes());
        try (PreprocessSpec spec = new PreprocessSpec()) {
            spec.format(format).matrix(601).srcWidth(width).srcHeight(height);
            spec.cropWidth(width).cropHeight(height).dstWidth(SIDE).dstHeight(SIDE);
            spec.placeY(placeY).placeWidth(SIDE).placeHeight(placeHeight);
            spec.channels(3).layout(Preprocess.LAYOUT_NCHW).pad(PAD);
            for (int c = 0; c < 3; c++) {
                spec.scale(c, 1 / 255f);
            }
            plan = Preprocess.create(spec);
        }
        if (plan == 0) {
            throw new IllegalStateException("no plan for format " + format + " of " + width + "x" + height);
        }
        source = switch (format) {
            case Preprocess.FORMAT_NV12 -> new Mat(height * 3 / 2, width, CV_8UC1, frame);
            case Preprocess.FORMAT_YUYV -> new Mat(height, width, CV_8UC2, frame);
            default -> new Mat(height, width, CV_8UC3, frame);
        };
        bgr = format == Preprocess.FORMAT_BGR24 ? source : new Mat(height, width, CV_8UC3);
        letterboxed = new Mat(SIDE, SIDE, CV_8UC3, new Scalar(PAD, PAD, PAD, 0));
        image = letterboxed.apply(new Rect(0, placeY, SIDE, placeHeight));
        imageSize = new Size(SIDE, placeHeight);
    }

    /** On a cache line, as rings allocate frames, engines tensors and OpenCV pictures. */
    private static BytePointer aligned(long bytes) {
        BytePointer block = new BytePointer(bytes + LINE);
        return block.getPointer(LINE - block.address() % LINE);
    }

    private static int pixelBytes(int format) {
        return switch (format) {
            case Preprocess.FORMAT_NV12 -> 1;
            case Preprocess.FORMAT_YUYV -> 2;
            default -> 3;
        };
    }

    static long tensorBytes() {
        return 3L * SIDE * SIDE * Float.BYTES;
    }

    String name() {
        String formatName =
                switch (format) {
                    case Preprocess.FORMAT_NV12 -> "NV12";
                    case Preprocess.FORMAT_YUYV -> "YUYV";
                    default -> "BGR";
                };
        return formatName + " " + width + "x" + height + " to " + SIDE;
    }

    /** Bytes that any preprocess of this case must read and write. */
    long trafficBytes() {
        return sourceBytes + tensorBytes();
    }

    int ours() {
        return Preprocess.run(plan, frame.address(), chroma, 0, stride, stride, 0, tensor.address());
    }

    void openCv() {
        if (format == Preprocess.FORMAT_NV12) {
            cvtColor(source, bgr, COLOR_YUV2BGR_NV12);
        } else if (format == Preprocess.FORMAT_YUYV) {
            cvtColor(source, bgr, COLOR_YUV2BGR_YUYV);
        }
        resize(bgr, image, imageSize, 0, 0, INTER_LINEAR);
        blobFromImage(letterboxed, blob, 1 / 255.0, same, zero, true, false, CV_32F);
    }

    /** The bandwidth floor: the frame's bytes read once and the tensor's bytes written once, by plain copies. */
    void floor() {
        long done = 0;
        while (done < tensorBytes()) {
            long part = Math.min(sourceBytes, tensorBytes() - done);
            Kernels.copy(tensor.address() + done, frame.address(), part);
            done += part;
        }
    }

    /** Takes the frame and the tensor out of every cache. */
    void evict() {
        Kernels.evict(frame.address(), sourceBytes);
        Kernels.evict(tensor.address(), tensorBytes());
    }

    /** Largest difference of the two results, in grey levels; noise has colours beyond the gamut, so YUV is excluded. */
    double difference() {
        ours();
        openCv();
        BytePointer theirs = new BytePointer(blob.data());
        double max = 0;
        for (long i = 0; i < tensorBytes(); i += Float.BYTES) {
            max = Math.max(max, 255 * Math.abs(tensor.getFloat(i) - theirs.getFloat(i)));
        }
        return max;
    }

    @Override
    public void close() {
        Preprocess.destroy(plan);
        blob.close();
        image.close();
        letterboxed.close();
        source.close();
        frame.close();
        tensor.close();
    }
}
