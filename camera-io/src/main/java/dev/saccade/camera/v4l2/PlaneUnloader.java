package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.v4l2.PictureRows;
import dev.saccade.v4l2.TakenPicture;

/** Pictures that a slot takes as they stand: rows are copied. */
final class PlaneUnloader implements Unloader {
    private static final int PLANES = 3;

    private final FrameFormat format;
    private final boolean apart;
    private final int[] stride = new int[PLANES];
    private final long[] offset = new long[PLANES];
    private final long[] least = new long[PLANES];
    private final long[] from = new long[PLANES];

    PlaneUnloader(Negotiated agreed, PixelFormat pixels) {
        format = agreed.frame(pixels);
        apart = agreed.planes() > 1;
        long at = 0;
        for (int p = 0; p < pixels.planes(); p++) {
            int rowBytes = pixels.rowBytes(p, agreed.width());
            int rows = pixels.rows(p, agreed.height());
            int told = apart ? agreed.strides()[p] : first(agreed, pixels, p);
            stride[p] = told == 0 ? rowBytes : told;
            offset[p] = apart ? 0 : at;
            least[apart ? p : 0] = offset[p] + (rows - 1L) * stride[p] + rowBytes;
            at += (long) stride[p] * rows;
        }
    }

    /** The chroma's stride where all planes share a buffer: the luma's, or half of it where Cb and Cr lie apart. */
    private static int first(Negotiated agreed, PixelFormat pixels, int plane) {
        int luma = agreed.strides()[0];
        return plane > 0 && pixels == PixelFormat.I420 ? luma / 2 : luma;
    }

    @Override
    public long[] leastBytes() {
        return least.clone();
    }

    /** Whether rows are as long as the picture is wide. */
    boolean isPossible() {
        for (int p = 0; p < format.pixels().planes(); p++) {
            if (stride[p] < format.pixels().rowBytes(p, format.width())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public boolean read(TakenPicture picture) {
        for (int p = 0; p < format.pixels().planes(); p++) {
            from[p] = picture.plane(apart ? p : 0) + offset[p];
        }
        return true;
    }

    @Override
    public boolean write(FrameSlot slot) {
        PixelFormat pixels = format.pixels();
        for (int p = 0; p < pixels.planes(); p++) {
            PictureRows.copy(
                    slot.address(p),
                    slot.stride(p),
                    from[p],
                    stride[p],
                    pixels.rowBytes(p, format.width()),
                    pixels.rows(p, format.height()));
        }
        return true;
    }

    @Override
    public void close() {}
}
