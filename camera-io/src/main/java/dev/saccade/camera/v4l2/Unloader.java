package dev.saccade.camera.v4l2;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.v4l2.TakenPicture;

/** Moves one kind of picture from a driver's buffer into a slot. Camera thread; allocates nothing per picture. */
interface Unloader extends AutoCloseable {
    /** Bytes that a whole picture has in each of three planes; a buffer with fewer is torn. */
    long[] leastBytes();

    /** The format of the picture that was read last, or is expected next. */
    FrameFormat format();

    /** Looks at a picture; false when it is damaged. May change {@link #format()}. */
    boolean read(TakenPicture picture);

    /** Writes the picture that was read into a slot of {@link #format()}; false when it cannot be converted. */
    boolean write(FrameSlot slot);

    @Override
    void close();
}
