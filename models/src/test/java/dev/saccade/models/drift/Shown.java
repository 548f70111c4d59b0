package dev.saccade.models.drift;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.PixelFormat;
import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Perception;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Grey frames of one brightness each, and what a classifier says about them. */
final class Shown implements AutoCloseable {
    private static final int SIDE = 32;

    private final FrameFormat format = FrameFormat.of(PixelFormat.GRAY8, SIDE, SIDE);
    private final Frame[] frames = new Frame[256];
    private final FrameRing[] rings = new FrameRing[256];
    private final Classes classes = new Classes(1);
    private final Perception perception;

    Shown(ModelPackage model) {
        perception = new Perception(model, null, classes, null);
    }

    /** A frame of this brightness; the same one each time. */
    Frame frame(int luma) {
        if (frames[luma] == null) {
            rings[luma] = new FrameRing(3, HostFrameMemory.INSTANCE);
            FrameSlot slot = rings[luma].acquire();
            slot.prepare(format);
            try (BytePointer row = new BytePointer(SIDE)) {
                Pointer.memset(row, luma, SIDE);
                for (int y = 0; y < SIDE; y++) {
                    Kernels.copy(slot.address(0) + (long) y * slot.stride(0), row.address(), SIDE);
                }
            }
            rings[luma].publish(slot);
            frames[luma] = rings[luma].leaseNewest(-1);
        }
        return frames[luma];
    }

    Perception answer(int label, float score) {
        classes.clear();
        classes.add(label, score);
        return perception;
    }

    @Override
    public void close() {
        for (int i = 0; i < frames.length; i++) {
            if (frames[i] != null) {
                frames[i].release();
                rings[i].close();
            }
        }
        perception.close();
    }
}
