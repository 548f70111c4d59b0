package dev.saccade.internal.media;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVPixFmtDescriptor;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;

/** FFmpeg's pixel formats and ours, both ways. */
public final class FrameFormats {
    private FrameFormats() {}

    public static void checkSize(String uri, int width, int height) throws SourceException {
        if (!isSize(width, height)) {
            throw new SourceException(
                    SourceException.Kind.BAD_INPUT,
                    "source " + uri + ": the picture's size " + width + "x" + height + " is outside 1.."
                            + FrameFormat.MAX_SIDE + "; scale it down");
        }
    }

    public static boolean isSize(int width, int height) {
        return width >= 1 && height >= 1 && width <= FrameFormat.MAX_SIDE && height <= FrameFormat.MAX_SIDE;
    }

    /** FFmpeg's name of one of its pixel formats. */
    public static String name(int avFormat) {
        BytePointer name = avutil.av_get_pix_fmt_name(avFormat);
        return name == null ? "number " + avFormat : name.getString();
    }

    /** Our layout that has the same bytes, or null when the picture must be converted. */
    public static PixelFormat same(int avFormat) {
        return switch (avFormat) {
            case avutil.AV_PIX_FMT_YUV420P, avutil.AV_PIX_FMT_YUVJ420P -> PixelFormat.I420;
            case avutil.AV_PIX_FMT_NV12 -> PixelFormat.NV12;
            case avutil.AV_PIX_FMT_YUYV422 -> PixelFormat.YUYV;
            case avutil.AV_PIX_FMT_UYVY422 -> PixelFormat.UYVY;
            case avutil.AV_PIX_FMT_GRAY8 -> PixelFormat.GRAY8;
            case avutil.AV_PIX_FMT_BGR24 -> PixelFormat.BGR24;
            case avutil.AV_PIX_FMT_RGB24 -> PixelFormat.RGB24;
            default -> null;
        };
    }

    public static int toAv(PixelFormat pixels) {
        return switch (pixels) {
            case I420 -> avutil.AV_PIX_FMT_YUV420P;
            case NV12 -> avutil.AV_PIX_FMT_NV12;
            case YUYV -> avutil.AV_PIX_FMT_YUYV422;
            case UYVY -> avutil.AV_PIX_FMT_UYVY422;
            case GRAY8 -> avutil.AV_PIX_FMT_GRAY8;
            case BGR24 -> avutil.AV_PIX_FMT_BGR24;
            case RGB24 -> avutil.AV_PIX_FMT_RGB24;
        };
    }

    /**
     * The format in which a decoded picture is delivered; null when FFmpeg cannot name the picture's.
     *
     * @param frame holds the picture
     * @param asDecoded whether colour pictures keep the decoder's layout; otherwise they are delivered as BGR24
     */
    public static FrameFormat of(AVFrame frame, boolean asDecoded) {
        int av = frame.format();
        PixelFormat pixels = same(av);
        if (pixels == null) {
            pixels = convertedTo(av);
        }
        if (pixels != null && pixels.isYuv() && !asDecoded) {
            pixels = PixelFormat.BGR24;
        }
        if (pixels == null) {
            return null;
        }
        if (!pixels.isYuv()) {
            return FrameFormat.of(pixels, frame.width(), frame.height());
        }
        return new FrameFormat(pixels, frame.width(), frame.height(), matrix(frame), isFullRange(frame));
    }

    /** The YUV matrix of a decoded picture: 709, or 601 which is also what an unmarked one has. */
    public static int matrix(AVFrame frame) {
        return frame.colorspace() == avutil.AVCOL_SPC_BT709 ? 709 : 601;
    }

    public static boolean isFullRange(AVFrame frame) {
        return switch (frame.format()) {
            case avutil.AV_PIX_FMT_YUVJ420P,
                    avutil.AV_PIX_FMT_YUVJ422P,
                    avutil.AV_PIX_FMT_YUVJ444P,
                    avutil.AV_PIX_FMT_YUVJ440P,
                    avutil.AV_PIX_FMT_YUVJ411P -> true;
            default -> frame.color_range() == avutil.AVCOL_RANGE_JPEG;
        };
    }

    private static PixelFormat convertedTo(int av) {
        AVPixFmtDescriptor descriptor = avutil.av_pix_fmt_desc_get(av);
        if (descriptor == null || (descriptor.flags() & avutil.AV_PIX_FMT_FLAG_HWACCEL) != 0) {
            return null;
        }
        boolean rgb = (descriptor.flags() & (avutil.AV_PIX_FMT_FLAG_RGB | avutil.AV_PIX_FMT_FLAG_PAL)) != 0;
        if (rgb) {
            return PixelFormat.BGR24;
        }
        return descriptor.nb_components() < 3 ? PixelFormat.GRAY8 : PixelFormat.I420;
    }
}
