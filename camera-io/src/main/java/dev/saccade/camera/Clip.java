package dev.saccade.camera;

import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;

/** Pictures in order: a video or a list of images. Driven by one thread; then closed. */
interface Clip extends AutoCloseable {
    /** {@link #next}: a picture is there for {@link #transfer}. */
    int PICTURE = 1;
    /** {@link #next}: much was skipped without a picture; call again. */
    int WORKING = 0;
    /** {@link #next}: there is no further picture. */
    int END = -1;
    /** {@link #next}: failed for good; {@link #failure} says how. */
    int FAILED = -2;

    /** Goes on to the next picture. */
    int next();

    /** Format of the picture; the same instance while it does not change. */
    FrameFormat format();

    /** Writes the picture into a slot that is prepared for its format; negative on failure. */
    int transfer(FrameSlot slot);

    /** Presentation time of the picture, ns from any origin, or {@link Long#MIN_VALUE} when there is none. */
    long presentationNs();

    /** Nominal period, ns; 0 when unknown. */
    long periodNs();

    /** Number of pictures, -1 when unknown. */
    long frames();

    /** Pictures that were skipped because they are damaged. */
    long lost();

    /** Asked at {@link #END}: pictures that {@link #frames} promised and that were neither delivered nor lost. */
    long missing();

    /** What failed and the remedy, without the source's name. */
    String failure();

    /** Goes back to the first picture; false when that is impossible. */
    boolean rewind();

    @Override
    void close();
}
