package dev.saccade.internal.media;

import org.bytedeco.ffmpeg.global.swscale;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * A planned swscale conversion between two pixel formats of one size. The same YUV matrix holds on both sides. Owns its
 * context and its plane tables until {@link #close()}; borrows the planes during {@link #run()}. One thread; {@link
 * #run()} allocates nothing on the Java heap.
 */
public final class Scaler implements AutoCloseable {
    private static final int PLANES = 4;

    private final int height;
    private SwsContext context;
    private final PointerPointer<?> sourceTable = new PointerPointer<>(PLANES);
    private final PointerPointer<?> targetTable = new PointerPointer<>(PLANES);
    private final LongPointer sources = new LongPointer(sourceTable);
    private final LongPointer targets = new LongPointer(targetTable);
    private final IntPointer sourceStrides = new IntPointer(PLANES);
    private final IntPointer targetStrides = new IntPointer(PLANES);

    /**
     * Plans.
     *
     * @param width pixels
     * @param height pixels
     * @param from FFmpeg pixel format
     * @param fromFull whether the source uses 0..255
     * @param to FFmpeg pixel format
     * @param toFull whether the target uses 0..255
     * @param matrix 601 or 709
     * @param exact whether to round exactly; otherwise by swscale's ordinary path, whose vector code writes whole blocks
     *     of pixels: the target needs room for 63 bytes past its last row
     */
    public Scaler(
            int width, int height, int from, boolean fromFull, int to, boolean toFull, int matrix, boolean exact) {
        this.height = height;
        for (int p = 0; p < PLANES; p++) {
            source(p, 0, 0);
            target(p, 0, 0);
        }
        int flags = exact ? swscale.SWS_BILINEAR | swscale.SWS_ACCURATE_RND : swscale.SWS_BILINEAR;
        context =
                swscale.sws_getContext(width, height, from, width, height, to, flags, null, null, (DoublePointer) null);
        if (context != null) {
            IntPointer coefficients =
                    swscale.sws_getCoefficients(matrix == 709 ? swscale.SWS_CS_ITU709 : swscale.SWS_CS_ITU601);
            // Refused for formats without a matrix, where there is nothing to set.
            swscale.sws_setColorspaceDetails(
                    context, coefficients, fromFull ? 1 : 0, coefficients, toFull ? 1 : 0, 0, 1 << 16, 1 << 16);
        }
    }

    /** Whether swscale knows both formats. */
    public boolean isPossible() {
        return context != null;
    }

    /** Sets a source plane. */
    public void source(int plane, long address, int stride) {
        sources.put(plane, address);
        sourceStrides.put(plane, stride);
    }

    /** Sets a target plane. */
    public void target(int plane, long address, int stride) {
        targets.put(plane, address);
        targetStrides.put(plane, stride);
    }

    /** Converts; a negative status is FFmpeg's error. */
    public int run() {
        return swscale.sws_scale(context, sourceTable, sourceStrides, 0, height, targetTable, targetStrides);
    }

    @Override
    public void close() {
        if (context != null) {
            swscale.sws_freeContext(context);
            context = null;
        }
        sourceTable.deallocate();
        targetTable.deallocate();
        sourceStrides.deallocate();
        targetStrides.deallocate();
    }
}
