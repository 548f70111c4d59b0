package dev.saccade.frame;

/** How the pixels of a frame lie in memory. All are 8 bits a sample. */
public enum PixelFormat {
    /** Packed blue, green, red. */
    BGR24(1),
    /** Packed red, green, blue. */
    RGB24(1),
    /** Luma only. */
    GRAY8(1),
    /** 4:2:0: luma plane, then interleaved Cb Cr. */
    NV12(2),
    /** 4:2:0: luma, Cb and Cr planes. */
    I420(3),
    /** 4:2:2 packed Y0 Cb Y1 Cr. */
    YUYV(1),
    /** 4:2:2 packed Cb Y0 Cr Y1. */
    UYVY(1);

    private final int planes;

    PixelFormat(int planes) {
        this.planes = planes;
    }

    /** @return number of planes, 1 to 3 */
    public int planes() {
        return planes;
    }

    /** @return whether the samples are luma and chroma */
    public boolean isYuv() {
        return this == NV12 || this == I420 || this == YUYV || this == UYVY;
    }

    /**
     * Bytes of one row without padding.
     *
     * @param plane 0..planes-1
     * @param width frame width, pixels
     * @return bytes
     */
    public int rowBytes(int plane, int width) {
        return switch (this) {
            case BGR24, RGB24 -> 3 * width;
            case GRAY8 -> width;
            case NV12 -> plane == 0 ? width : 2 * ((width + 1) / 2);
            case I420 -> plane == 0 ? width : (width + 1) / 2;
            case YUYV, UYVY -> 4 * ((width + 1) / 2);
        };
    }

    /**
     * Rows of one plane.
     *
     * @param plane 0..planes-1
     * @param height frame height, pixels
     * @return rows
     */
    public int rows(int plane, int height) {
        return plane > 0 ? (height + 1) / 2 : height;
    }
}
