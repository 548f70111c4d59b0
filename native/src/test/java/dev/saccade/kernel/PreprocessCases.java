package dev.saccade.kernel;

import dev.saccade.kernel.PreprocessReference.Input;
import java.util.Random;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.IntPointer;

/** Frames and geometries that a preprocess is tried with. */
final class PreprocessCases {
    private PreprocessCases() {}

    static PreprocessSpec spec(Input in, int layout, int type) {
        PreprocessSpec spec = new PreprocessSpec();
        spec.format(in.format).matrix(in.matrix).fullRange(in.fullRange ? 1 : 0);
        spec.srcWidth(in.width).srcHeight(in.height).cropX(in.cropX).cropY(in.cropY);
        spec.cropWidth(in.cropWidth)
                .cropHeight(in.cropHeight)
                .dstWidth(in.dstWidth)
                .dstHeight(in.dstHeight);
        spec.placeX(in.placeX).placeY(in.placeY).placeWidth(in.placeWidth).placeHeight(in.placeHeight);
        spec.channels(in.channels).bgr(in.bgr ? 1 : 0).layout(layout).type(type).pad(in.pad);
        for (int c = 0; c < 4; c++) {
            spec.scale(c, in.scale[c]).bias(c, in.bias[c]);
        }
        return spec;
    }

    /** Hands a spec, with places in memory of their own where the input has any, to what makes a plan of it. */
    static long make(Input in, int layout, int type, ToLongFunction<PreprocessSpec> maker) {
        try (PreprocessSpec spec = spec(in, layout, type);
                IntPointer places = in.places == null ? null : new IntPointer(in.places)) {
            return maker.applyAsLong(places == null ? spec : spec.places(places.address()));
        }
    }

    /** Pixels from anywhere in the frame, its last row and column too, and some from nowhere. */
    static Input mapped(Random random, Input in) {
        in.cropX = 0;
        in.cropY = 0;
        in.cropWidth = in.width;
        in.cropHeight = in.height;
        in.places = new int[2 * in.placeWidth * in.placeHeight];
        for (int i = 0; i < in.places.length; i += 2) {
            in.places[i] = random.nextInt(8) == 0 ? -1 : tap(random, in.width, 16384);
            in.places[i + 1] = tap(random, in.height, 256);
        }
        return in;
    }

    private static int tap(Random random, int size, int one) {
        int first = random.nextInt(size);
        int weight = first == size - 1 || random.nextInt(4) == 0 ? 0 : random.nextInt(one);
        return (first << 16) | weight;
    }

    static void place(Input in, int width, int height, int x, int y, int placeWidth, int placeHeight) {
        in.dstWidth = width;
        in.dstHeight = height;
        in.placeX = x;
        in.placeY = y;
        in.placeWidth = placeWidth;
        in.placeHeight = placeHeight;
    }

    /** A frame of noise with some saturated pixels, rows padded, the last row of each plane without padding. */
    static Input frame(Random random, int format, int width, int height) {
        Input in = new Input();
        in.format = format;
        in.width = width;
        in.height = height;
        in.cropWidth = width;
        in.cropHeight = height;
        int half = (width + 1) / 2;
        int[] rowBytes =
                switch (format) {
                    case Preprocess.FORMAT_GRAY8 -> new int[] {width};
                    case Preprocess.FORMAT_NV12 -> new int[] {width, 2 * half};
                    case Preprocess.FORMAT_I420 -> new int[] {width, half, half};
                    case Preprocess.FORMAT_YUYV, Preprocess.FORMAT_UYVY -> new int[] {4 * half};
                    default -> new int[] {3 * width};
                };
        for (int i = 0; i < rowBytes.length; i++) {
            int rows = i == 0 ? height : (height + 1) / 2;
            in.strides[i] = rowBytes[i] + random.nextInt(3) * 13;
            in.planes[i] = new byte[in.strides[i] * (rows - 1) + rowBytes[i]];
            random.nextBytes(in.planes[i]);
            for (int k = 0; k < in.planes[i].length; k += 1 + random.nextInt(5)) {
                in.planes[i][k] = (byte) (random.nextBoolean() ? 255 : 0);
            }
        }
        return in;
    }

    static Input randomInput(Random random, int format) {
        Input in = frame(random, format, 1 + random.nextInt(200), 1 + random.nextInt(12));
        boolean yuv = format >= Preprocess.FORMAT_NV12;
        in.cropX = random.nextInt(in.width) / (yuv ? 2 : 1) * (yuv ? 2 : 1);
        in.cropY = random.nextInt(in.height) / 2 * 2;
        in.cropX = Math.min(in.cropX, in.width - 1);
        in.cropWidth = 1 + random.nextInt(in.width - in.cropX);
        in.cropHeight = 1 + random.nextInt(in.height - in.cropY);
        in.matrix = random.nextBoolean() ? 601 : 709;
        in.fullRange = random.nextBoolean();
        int[] channels = {1, 3, 3, 4};
        in.channels = channels[random.nextInt(4)];
        in.bgr = random.nextBoolean();
        int placeWidth = 1 + random.nextInt(120);
        int placeHeight = 1 + random.nextInt(10);
        int x = random.nextInt(9);
        int y = random.nextInt(4);
        place(
                in,
                x + placeWidth + random.nextInt(9),
                y + placeHeight + random.nextInt(4),
                x,
                y,
                placeWidth,
                placeHeight);
        for (int c = 0; c < 4; c++) {
            in.scale[c] = random.nextBoolean() ? 1 : (random.nextFloat() - 0.5f) / 32;
            in.bias[c] = random.nextBoolean() ? 0 : random.nextFloat() * 4 - 2;
        }
        return in;
    }
}
