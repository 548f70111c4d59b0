package dev.saccade.camera.gst;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.internal.media.MovingPointer;
import dev.saccade.v4l2.PictureRows;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Reads pictures out of buffers: their format from caps ({@code GstVideoInfo}), their planes where GStreamer maps them
 * ({@code GstVideoFrame}, which follows a buffer's own strides, offsets and memories). Fields are read at their places in
 * the public structures of GStreamer 1, whose binary interface is fixed, for 64-bit machines. One thread.
 */
final class MappedPicture implements AutoCloseable {
    /** What an appsink may be given. */
    static final String CAPS = "video/x-raw,format=(string){I420,NV12,YUY2,UYVY,BGR,RGB,GRAY8}";

    private static final int ROOM = 2048;
    // GstVideoInfo: finfo 0, width 16, height 20, colorimetry 40 (range, matrix), fps 64, 68.
    private static final int WIDTH = 16;
    private static final int HEIGHT = 20;
    private static final int RANGE = 40;
    private static final int MATRIX = 44;
    private static final int RATE = 64;
    private static final int STRIDE = 104;
    // GstVideoFrame: info 0, meta 168, data 184, map 216; GstMapInfo: data 16, size 24, 104 in all.
    private static final int META = 168;
    private static final int DATA = 184;
    private static final int MAP = 216;
    private static final int MAP_BYTES = 104;
    /** GST_MAP_READ and GST_VIDEO_FRAME_MAP_FLAG_NO_REF: the sample holds the buffer. */
    private static final int READ = 1 | 1 << 16;

    private final BytePointer info = new BytePointer(ROOM);
    private final BytePointer frame = new BytePointer(ROOM);
    private final MovingPointer pixels = new MovingPointer();
    private FrameFormat format;
    private long periodNs;

    MappedPicture() {
        Pointer.memset(info, 0, ROOM);
        Pointer.memset(frame, 0, ROOM);
    }

    /** Adopts the format that caps tell; false when it is none of ours. */
    boolean adopt(long caps) {
        if (VideoCalls.gst_video_info_from_caps(info.address(), caps) == 0) {
            return false;
        }
        PixelFormat layout = layout(pixels.to(info.getLong(0)).getInt(0));
        int width = info.getInt(WIDTH);
        int height = info.getInt(HEIGHT);
        if (layout == null || width < 1 || height < 1 || Math.max(width, height) > FrameFormat.MAX_SIDE) {
            return false;
        }
        FrameFormat told = layout.isYuv()
                ? new FrameFormat(layout, width, height, matrix(info.getInt(MATRIX)), info.getInt(RANGE) == 1)
                : FrameFormat.of(layout, width, height);
        format = told.equals(format) ? format : told;
        int count = info.getInt(RATE);
        int seconds = info.getInt(RATE + 4);
        periodNs = count > 0 && seconds > 0 ? 1_000_000_000L * seconds / count : 0;
        return true;
    }

    /** GstVideoFormat. */
    private static PixelFormat layout(int number) {
        return switch (number) {
            case 2 -> PixelFormat.I420;
            case 4 -> PixelFormat.YUYV;
            case 5 -> PixelFormat.UYVY;
            case 15 -> PixelFormat.RGB24;
            case 16 -> PixelFormat.BGR24;
            case 23 -> PixelFormat.NV12;
            case 25 -> PixelFormat.GRAY8;
            default -> null;
        };
    }

    /** GstVideoColorMatrix: 709 also for those that are nearer to it than to 601: SMPTE 240M and BT.2020. */
    private static int matrix(int number) {
        return number == 3 || number == 5 || number == 6 ? 709 : 601;
    }

    FrameFormat format() {
        return format;
    }

    /** Nominal, ns; 0 when the caps have no rate. */
    long periodNs() {
        return periodNs;
    }

    /** Writes a buffer's picture into a slot of the format; false when the buffer is not whole. */
    boolean write(long buffer, FrameSlot slot) {
        if (VideoCalls.gst_video_frame_map(frame.address(), info.address(), buffer, READ) == 0) {
            return false;
        }
        boolean whole = isWhole();
        if (whole) {
            PixelFormat layout = format.pixels();
            for (int p = 0; p < layout.planes(); p++) {
                PictureRows.copy(
                        slot.address(p),
                        slot.stride(p),
                        frame.getLong(DATA + 8L * p),
                        frame.getInt(STRIDE + 4L * p),
                        layout.rowBytes(p, format.width()),
                        layout.rows(p, format.height()));
            }
        }
        VideoCalls.gst_video_frame_unmap(frame.address());
        return whole;
    }

    /** Whether the mapped picture has the size of the caps and every plane lies within its memory. */
    private boolean isWhole() {
        PixelFormat layout = format.pixels();
        if (frame.getInt(WIDTH) != format.width() || frame.getInt(HEIGHT) != format.height()) {
            return false;
        }
        boolean apart = frame.getLong(META) != 0;
        for (int p = 0; p < layout.planes(); p++) {
            long map = MAP + (apart ? (long) MAP_BYTES * p : 0);
            long from = frame.getLong(DATA + 8L * p);
            long begin = frame.getLong(map + 16);
            int stride = frame.getInt(STRIDE + 4L * p);
            int rowBytes = layout.rowBytes(p, format.width());
            long bytes = (layout.rows(p, format.height()) - 1L) * stride + rowBytes;
            if (stride < rowBytes || from < begin || from + bytes > begin + frame.getLong(map + 24)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        info.close();
        frame.close();
    }
}
