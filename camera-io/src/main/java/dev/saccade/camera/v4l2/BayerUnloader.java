package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.PixelFormat;
import dev.saccade.v4l2.PictureRows;
import dev.saccade.v4l2.TakenPicture;
import org.bytedeco.javacpp.BytePointer;

/** A sensor's mosaic: demosaiced into BGR24. */
final class BayerUnloader implements Unloader {
    private final WireFormat wire;
    private final FrameFormat format;
    private final int stride;
    private final BytePointer scratch;
    private final long scratchAddress;
    private long from;

    BayerUnloader(Negotiated agreed, WireFormat wire) {
        this.wire = wire;
        format = FrameFormat.of(PixelFormat.BGR24, agreed.width(), agreed.height());
        int told = agreed.strides()[0];
        stride = told == 0 ? wire.mosaicRowBytes(agreed.width()) : told;
        scratch = new BytePointer(PictureRows.bayerScratch(agreed.width()));
        scratchAddress = scratch.address();
    }

    @Override
    public long[] leastBytes() {
        return new long[] {(format.height() - 1L) * stride + wire.mosaicRowBytes(format.width()), 0, 0};
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public boolean read(TakenPicture picture) {
        from = picture.plane(0);
        return true;
    }

    @Override
    public boolean write(FrameSlot slot) {
        return PictureRows.bayerToBgr(
                        from,
                        stride,
                        format.width(),
                        format.height(),
                        wire.pattern(),
                        wire.packing(),
                        slot.address(0),
                        slot.stride(0),
                        scratchAddress)
                == 0;
    }

    @Override
    public void close() {
        scratch.close();
    }
}
