package dev.saccade.kernel;

/**
 * The preprocess written out plainly in double precision: chroma repeated to luma resolution, bilinear with half-pixel
 * centres, colour matrix, clamp, scale and bias. What the native kernel is held against.
 */
final class PreprocessReference {
    /** Everything a plan is made of, with the frame. */
    static final class Input {
        int format;
        int matrix = 601;
        boolean fullRange;
        int width;
        int height;
        int cropX;
        int cropY;
        int cropWidth;
        int cropHeight;
        int dstWidth;
        int dstHeight;
        int placeX;
        int placeY;
        int placeWidth;
        int placeHeight;
        int channels = 3;
        boolean bgr;
        float pad = 114;
        float[] scale = {1, 1, 1, 1};
        float[] bias = {0, 0, 0, 0};
        int[] strides = new int[3];
        byte[][] planes = new byte[3][];
        /** Two ints a pixel of the image, as {@link PreprocessSpec#places} has them; null: the image is the crop, resized. */
        int[] places;

        boolean isNowhere(int x, int y) {
            return places != null && places[2 * (y * placeWidth + x)] == -1;
        }
    }

    private final Input in;

    PreprocessReference(Input in) {
        this.in = in;
    }

    /** The value of one channel of one destination pixel, before rounding to the tensor's type. */
    double value(int c, int x, int y) {
        if (c == 3) {
            return in.bias[3];
        }
        boolean inside =
                x >= in.placeX && x < in.placeX + in.placeWidth && y >= in.placeY && y < in.placeY + in.placeHeight;
        boolean shown = inside && !in.isNowhere(x - in.placeX, y - in.placeY);
        double pixel = shown ? pixel(c, x - in.placeX, y - in.placeY) : in.pad;
        return pixel * in.scale[c] + in.bias[c];
    }

    private double pixel(int c, int x, int y) {
        if (in.format == Preprocess.FORMAT_GRAY8) {
            return bilinear(0, x, y);
        }
        if (in.format == Preprocess.FORMAT_BGR24 || in.format == Preprocess.FORMAT_RGB24) {
            int red = in.format == Preprocess.FORMAT_RGB24 ? 0 : 2;
            if (in.channels == 1) {
                return 0.299 * bilinear(red, x, y) + 0.587 * bilinear(1, x, y) + 0.114 * bilinear(2 - red, x, y);
            }
            boolean wantsRed = (c == 0) != in.bgr;
            return bilinear(c == 1 ? 1 : wantsRed ? red : 2 - red, x, y);
        }
        double luma = bilinear(0, x, y);
        luma = in.fullRange ? luma : (luma - 16) * 255 / 219;
        if (in.channels == 1) {
            return clamp(luma);
        }
        double range = in.fullRange ? 1 : 255.0 / 224;
        double cb = (bilinear(1, x, y) - 128) * range;
        double cr = (bilinear(2, x, y) - 128) * range;
        double kr = in.matrix == 709 ? 0.2126 : 0.299;
        double kb = in.matrix == 709 ? 0.0722 : 0.114;
        double red = luma + 2 * (1 - kr) * cr;
        double blue = luma + 2 * (1 - kb) * cb;
        double green = (luma - kr * red - kb * blue) / (1 - kr - kb);
        boolean wantsRed = (c == 0) != in.bgr;
        return clamp(c == 1 ? green : wantsRed ? red : blue);
    }

    private static double clamp(double v) {
        return Math.max(0, Math.min(255, v));
    }

    private double bilinear(int component, int x, int y) {
        double fx = position(x, in.cropWidth, in.placeWidth);
        double fy = position(y, in.cropHeight, in.placeHeight);
        if (in.places != null) {
            int at = 2 * (y * in.placeWidth + x);
            fx = (in.places[at] >>> 16) + (in.places[at] & 0xffff) / 16384.0;
            fy = (in.places[at + 1] >>> 16) + (in.places[at + 1] & 0xffff) / 256.0;
        }
        int x0 = (int) fx;
        int y0 = (int) fy;
        int x1 = Math.min(x0 + 1, in.cropWidth - 1);
        int y1 = Math.min(y0 + 1, in.cropHeight - 1);
        double wx = fx - x0;
        double wy = fy - y0;
        double top = sample(component, x0, y0) * (1 - wx) + sample(component, x1, y0) * wx;
        double bottom = sample(component, x0, y1) * (1 - wx) + sample(component, x1, y1) * wx;
        return top * (1 - wy) + bottom * wy;
    }

    private static double position(int i, int from, int to) {
        return Math.max(0, Math.min(from - 1, (i + 0.5) * from / to - 0.5));
    }

    private int sample(int component, int cropX, int cropY) {
        int x = in.cropX + cropX;
        int y = in.cropY + cropY;
        return switch (in.format) {
            case Preprocess.FORMAT_GRAY8 -> at(0, x, y);
            case Preprocess.FORMAT_NV12 -> component == 0 ? at(0, x, y) : at(1, x / 2 * 2 + component - 1, y / 2);
            case Preprocess.FORMAT_I420 -> component == 0 ? at(0, x, y) : at(component, x / 2, y / 2);
            case Preprocess.FORMAT_YUYV -> at(0, component == 0 ? 2 * x : x / 2 * 4 + 2 * component - 1, y);
            case Preprocess.FORMAT_UYVY -> at(0, component == 0 ? 2 * x + 1 : x / 2 * 4 + 2 * component - 2, y);
            default -> at(0, 3 * x + component, y);
        };
    }

    private int at(int plane, int x, int y) {
        return in.planes[plane][y * in.strides[plane] + x] & 255;
    }
}
