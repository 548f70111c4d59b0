package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.kernel.Preprocess;
import dev.saccade.kernel.PreprocessSpec;
import dev.saccade.model.InputSpec;
import dev.saccade.tensor.TensorType;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.IntPointer;

/** What the kernels, of the CPU and of a device, are told about frames of one format and a model's input. */
final class ImagePreprocess {
    private ImagePreprocess() {}

    /**
     * Makes something of the description, which lives no longer.
     *
     * @param maker of a plan or a program
     * @return what the maker returned
     */
    static long make(FrameFormat format, InputSpec input, Geometry geometry, ToLongFunction<PreprocessSpec> maker) {
        try (PreprocessSpec spec = new PreprocessSpec()) {
            fill(spec, format, input, geometry);
            if (format.view() == null || format.view().lens() == null) {
                return maker.applyAsLong(spec);
            }
            try (IntPointer places = LensPlaces.of(format, geometry)) {
                spec.cropX(0).cropY(0).cropWidth(format.width()).cropHeight(format.height());
                return maker.applyAsLong(spec.places(places.address()));
            }
        }
    }

    private static void fill(PreprocessSpec spec, FrameFormat format, InputSpec input, Geometry geometry) {
        spec.format(code(format.pixels()))
                .matrix(format.matrix())
                .fullRange(format.fullRange() ? 1 : 0)
                .srcWidth(format.width())
                .srcHeight(format.height())
                .cropX(geometry.cropX)
                .cropY(geometry.cropY)
                .cropWidth(geometry.cropWidth)
                .cropHeight(geometry.cropHeight)
                .dstWidth(input.width())
                .dstHeight(input.height())
                .placeX(geometry.placeX)
                .placeY(geometry.placeY)
                .placeWidth(geometry.placeWidth)
                .placeHeight(geometry.placeHeight)
                .channels(input.channels())
                .bgr(input.colour() == InputSpec.Colour.BGR ? 1 : 0)
                .layout(input.layout() == InputSpec.Layout.NCHW ? Preprocess.LAYOUT_NCHW : Preprocess.LAYOUT_NHWC)
                .type(code(input.type()))
                .pad((float) input.pad());
        values(spec, input);
    }

    /** {@code (pixel * scale - mean) / std} as one factor and one offset. */
    private static void values(PreprocessSpec spec, InputSpec input) {
        for (int c = 0; c < input.colourChannels(); c++) {
            double std = input.std().get(c);
            spec.scale(c, (float) (input.scale().get(c) / std));
            spec.bias(c, (float) (-input.mean().get(c) / std));
        }
        if (input.alpha() != null) {
            spec.scale(input.colourChannels(), 0);
            spec.bias(input.colourChannels(), input.alpha().floatValue());
        }
    }

    private static int code(PixelFormat pixels) {
        return switch (pixels) {
            case BGR24 -> Preprocess.FORMAT_BGR24;
            case RGB24 -> Preprocess.FORMAT_RGB24;
            case GRAY8 -> Preprocess.FORMAT_GRAY8;
            case NV12 -> Preprocess.FORMAT_NV12;
            case I420 -> Preprocess.FORMAT_I420;
            case YUYV -> Preprocess.FORMAT_YUYV;
            case UYVY -> Preprocess.FORMAT_UYVY;
        };
    }

    static int code(TensorType type) {
        return switch (type) {
            case FLOAT32 -> Preprocess.TYPE_FLOAT32;
            case FLOAT16 -> Preprocess.TYPE_FLOAT16;
            case UINT8 -> Preprocess.TYPE_UINT8;
            default -> throw new IllegalArgumentException("no kernel for " + type);
        };
    }
}
