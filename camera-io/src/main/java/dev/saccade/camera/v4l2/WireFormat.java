package dev.saccade.camera.v4l2;

import dev.saccade.frame.PixelFormat;
import java.util.Locale;
import java.util.Map;

/**
 * The pixel formats of devices that we read, the ones that cost least first: as they stand, then coded, then grey, then
 * a sensor's mosaic.
 */
enum WireFormat {
    NV12("NV12", PixelFormat.NV12),
    NV12_PLANES("NM12", PixelFormat.NV12),
    YUYV("YUYV", PixelFormat.YUYV),
    UYVY("UYVY", PixelFormat.UYVY),
    I420("YU12", PixelFormat.I420),
    I420_PLANES("YM12", PixelFormat.I420),
    BGR24("BGR3", PixelFormat.BGR24),
    RGB24("RGB3", PixelFormat.RGB24),
    MJPEG("MJPG"),
    JPEG("JPEG"),
    GREY("GREY", PixelFormat.GRAY8),
    RGGB8("RGGB", 0, 0),
    GRBG8("GRBG", 1, 0),
    GBRG8("GBRG", 2, 0),
    BGGR8("BA81", 3, 0),
    RGGB10_PACKED("pRAA", 0, 1),
    GRBG10_PACKED("pgAA", 1, 1),
    GBRG10_PACKED("pGAA", 2, 1),
    BGGR10_PACKED("pBAA", 3, 1),
    RGGB12_PACKED("pRCC", 0, 2),
    GRBG12_PACKED("pgCC", 1, 2),
    GBRG12_PACKED("pGCC", 2, 2),
    BGGR12_PACKED("pBCC", 3, 2),
    RGGB10("RG10", 0, 3),
    GRBG10("BA10", 1, 3),
    GBRG10("GB10", 2, 3),
    BGGR10("BG10", 3, 3),
    RGGB12("RG12", 0, 4),
    GRBG12("BA12", 1, 4),
    GBRG12("GB12", 2, 4),
    BGGR12("BG12", 3, 4),
    RGGB16("RG16", 0, 5),
    GRBG16("GR16", 1, 5),
    GBRG16("GB16", 2, 5),
    BGGR16("BYR2", 3, 5);

    /** Other names that people know a format by. */
    private static final Map<String, String> ALIASES = Map.of(
            "MJPEG", "MJPG",
            "YUY2", "YUYV",
            "GRAY8", "GREY",
            "GRAY", "GREY",
            "I420", "YU12",
            "BGR24", "BGR3",
            "RGB24", "RGB3",
            "BGGR", "BA81");

    private static final int NONE = -1;

    private final int fourcc;
    private final PixelFormat pixels;
    private final int pattern;
    private final int packing;

    /** As it stands. */
    WireFormat(String letters, PixelFormat pixels) {
        this(letters, pixels, NONE, NONE);
    }

    /** JPEG pictures. */
    WireFormat(String letters) {
        this(letters, null, NONE, NONE);
    }

    /** A mosaic, numbered as {@link dev.saccade.v4l2.PictureRows#bayerToBgr} does. */
    WireFormat(String letters, int pattern, int packing) {
        this(letters, PixelFormat.BGR24, pattern, packing);
    }

    WireFormat(String letters, PixelFormat pixels, int pattern, int packing) {
        fourcc = Fourcc.of(letters);
        this.pixels = pixels;
        this.pattern = pattern;
        this.packing = packing;
    }

    /** The format of a FourCC, or null when we do not read it. */
    static WireFormat of(int fourcc) {
        for (WireFormat format : values()) {
            if (format.fourcc == fourcc) {
                return format;
            }
        }
        return null;
    }

    /** The FourCC that a user means: its letters in any case where they are unique so, or another name of it. */
    static int named(String text) {
        int exact = Fourcc.of(text);
        if (of(exact) != null) {
            return exact;
        }
        String upper = text.toUpperCase(Locale.ROOT);
        return Fourcc.of(ALIASES.getOrDefault(upper, of(Fourcc.of(upper)) != null ? upper : text));
    }

    int fourcc() {
        return fourcc;
    }

    /** What a slot holds; null when the coded picture decides. */
    PixelFormat pixels() {
        return pixels;
    }

    boolean isJpeg() {
        return pixels == null;
    }

    boolean isBayer() {
        return pattern != NONE;
    }

    int pattern() {
        return pattern;
    }

    int packing() {
        return packing;
    }

    /** Bytes of a mosaic's row without padding. */
    int mosaicRowBytes(int width) {
        return switch (packing) {
            case 0 -> width;
            case 1 -> (width + 3) / 4 * 5;
            case 2 -> (width + 1) / 2 * 3;
            default -> 2 * width;
        };
    }
}
