package dev.saccade.vision;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.kernel.Kernels;
import dev.saccade.lens.CameraView;
import dev.saccade.model.InputSpec;
import dev.saccade.tensor.TensorType;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;

/**
 * Makes the pictures that results speak of where a lens bends those of the camera: of the same size, BGR24, black where
 * the camera sees nothing. By the kernel that fills the model's input. For people, off the hot path. One thread.
 */
public final class Rectifier implements AutoCloseable {
    private static final int CHANNELS = 3;

    private final FrameFormat format;
    private final PreprocessPlan plan;
    private final BytePointer rows;

    /**
     * Makes one for frames of a format.
     *
     * @param format with a lens
     * @throws IllegalArgumentException when the kernel refuses the format
     */
    public Rectifier(FrameFormat format) {
        this.format = format;
        CameraView whole = new CameraView(format.view().lens(), 0, 0, 0, 0);
        plan = PreprocessPlan.of(format.withView(whole), picture(format));
        if (plan == null) {
            throw new IllegalArgumentException("no rectified pictures of " + format);
        }
        rows = new BytePointer((long) CHANNELS * format.width() * format.height());
    }

    private static InputSpec picture(FrameFormat format) {
        List<Double> ones = List.of(1.0, 1.0, 1.0);
        return new InputSpec(
                null,
                format.width(),
                format.height(),
                InputSpec.Colour.BGR,
                InputSpec.Resize.STRETCH,
                0,
                ones,
                List.of(0.0, 0.0, 0.0),
                ones,
                InputSpec.Layout.NHWC,
                TensorType.UINT8,
                null);
    }

    /**
     * Makes a picture.
     *
     * @param frame of the format
     * @param to address of the first pixel
     * @param stride bytes from row to row
     * @return whether the frame could be read
     */
    public boolean run(Frame frame, long to, int stride) {
        if (plan.run(frame, rows.address()) < 0) {
            return false;
        }
        int rowBytes = CHANNELS * format.width();
        for (int y = 0; y < format.height(); y++) {
            Kernels.copy(to + (long) y * stride, rows.address() + (long) y * rowBytes, rowBytes);
        }
        return true;
    }

    /** Frees the plan. Idempotent. */
    @Override
    public void close() {
        plan.close();
        rows.close();
    }
}
