package dev.saccade.vision;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.kernel.Preprocess;
import dev.saccade.model.InputSpec;

/** The native plan that turns frames of one format into the input tensor. Owned; one thread at a time. */
final class PreprocessPlan implements FormatPlan {
    private final FrameFormat format;
    private final Geometry geometry;
    private long address;

    private PreprocessPlan(FrameFormat format, Geometry geometry, long address) {
        this.format = format;
        this.geometry = geometry;
        this.address = address;
    }

    /** Makes a plan, or null when the kernel refuses the geometry. */
    static PreprocessPlan of(FrameFormat format, InputSpec input) {
        Geometry geometry = Geometry.of(input, format);
        long address = ImagePreprocess.make(format, input, geometry, Preprocess::create);
        return address == 0 ? null : new PreprocessPlan(format, geometry, address);
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    Geometry geometry() {
        return geometry;
    }

    /**
     * Fills the input tensor.
     *
     * @return the kernel's level, or -1 when an address or stride of the frame is invalid
     */
    int run(Frame frame, long input) {
        return Preprocess.run(
                address,
                frame.address(0),
                frame.address(1),
                frame.address(2),
                frame.stride(0),
                frame.stride(1),
                frame.stride(2),
                input);
    }

    @Override
    public void close() {
        Preprocess.destroy(address);
        address = 0;
    }
}
