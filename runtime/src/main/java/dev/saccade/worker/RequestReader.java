package dev.saccade.worker;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.StampClass;
import dev.saccade.lens.CameraView;
import java.nio.ByteBuffer;

/** The frame of a request, read in place in the parent's memory. Nothing of it is written. One thread. */
@SuppressWarnings("EnumOrdinal") // Both processes run the same classes.
final class RequestReader implements Frame {
    private static final PixelFormat[] PIXELS = PixelFormat.values();
    private static final StampClass[] STAMPS = StampClass.values();

    private final ByteBuffer block;
    private final Mappings mappings;
    private final long[] address = new long[3];
    private final int[] stride = new int[3];
    private FrameFormat format;
    private int viewNumber;

    RequestReader(ByteBuffer block, Mappings mappings) {
        this.block = block;
        this.mappings = mappings;
    }

    /** Where the frame lies; the file may be announced by a word that was not read yet. */
    int region() {
        return block.getInt(BlockLayout.REGION);
    }

    int order() {
        return block.getInt(BlockLayout.ORDER);
    }

    long hangNs() {
        return block.getLong(BlockLayout.HANG_NS);
    }

    long faultsBeginNs() {
        return block.getLong(BlockLayout.FAULTS_BEGIN_NS);
    }

    /** Takes the request over; false when the frame does not lie in what is mapped. */
    boolean read() {
        int region = region();
        if (!mappings.isMapped(region)) {
            return false;
        }
        PixelFormat pixels = PIXELS[block.getInt(BlockLayout.PIXELS)];
        int width = block.getInt(BlockLayout.WIDTH);
        int height = block.getInt(BlockLayout.HEIGHT);
        int matrix = block.getInt(BlockLayout.MATRIX);
        boolean fullRange = block.getInt(BlockLayout.FULL_RANGE) != 0;
        boolean isSame = format != null
                && format.pixels() == pixels
                && format.width() == width
                && format.height() == height
                && format.matrix() == matrix
                && format.fullRange() == fullRange
                && viewNumber == block.getInt(BlockLayout.VIEW_NUMBER);
        if (!isSame) {
            format = new FrameFormat(pixels, width, height, matrix, fullRange, view());
        }
        for (int p = 0; p < 3; p++) {
            boolean used = p < pixels.planes();
            long offset = block.getLong(BlockLayout.OFFSETS + Long.BYTES * p);
            stride[p] = used ? block.getInt(BlockLayout.STRIDES + Integer.BYTES * p) : 0;
            address[p] = used ? mappings.address(region) + offset : 0;
            if (used && !isInside(offset, p, mappings.bytes(region))) {
                return false;
            }
        }
        return true;
    }

    private CameraView view() {
        viewNumber = block.getInt(BlockLayout.VIEW_NUMBER);
        if (viewNumber == 0) {
            return null;
        }
        double[] numbers = new double[CameraView.NUMBERS];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = block.getDouble(BlockLayout.VIEW + Double.BYTES * i);
        }
        return CameraView.of(numbers);
    }

    private boolean isInside(long offset, int plane, long bytes) {
        int rowBytes = format.pixels().rowBytes(plane, format.width());
        long last = (long) stride[plane] * (format.pixels().rows(plane, format.height()) - 1) + rowBytes;
        return offset >= 0 && stride[plane] >= rowBytes && offset <= bytes - last;
    }

    @Override
    public long sequence() {
        return block.getLong(BlockLayout.SEQUENCE);
    }

    @Override
    public long captureNs() {
        return block.getLong(BlockLayout.CAPTURE_NS);
    }

    @Override
    public StampClass stamp() {
        return STAMPS[block.getInt(BlockLayout.STAMP)];
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public long address(int plane) {
        return address[plane];
    }

    @Override
    public int stride(int plane) {
        return stride[plane];
    }

    /** The parent holds the frame until this process has answered or ended. */
    @Override
    public void retain() {}

    @Override
    public void release() {}
}
