package dev.saccade.worker;

/**
 * Where things lie in the block that a worker and its parent share, bytes from its beginning, native byte order. The
 * head belongs to {@link dev.saccade.posix.WorkerProcess}; the parent writes the request, the worker the answer.
 */
final class BlockLayout {
    static final int REQUEST = 128;
    static final int SEQUENCE = REQUEST;
    static final int CAPTURE_NS = REQUEST + 8;
    static final int HANG_NS = REQUEST + 16;
    static final int FAULTS_BEGIN_NS = REQUEST + 24;
    static final int STAMP = REQUEST + 32;
    static final int PIXELS = REQUEST + 36;
    static final int WIDTH = REQUEST + 40;
    static final int HEIGHT = REQUEST + 44;
    static final int MATRIX = REQUEST + 48;
    static final int FULL_RANGE = REQUEST + 52;
    static final int REGION = REQUEST + 56;
    static final int ORDER = REQUEST + 60;
    /** Three longs: bytes from the region's beginning; then three ints. */
    static final int OFFSETS = REQUEST + 64;

    static final int STRIDES = REQUEST + 88;
    /** Another number for another view. */
    static final int VIEW_NUMBER = REQUEST + 100;

    static final int ANSWER = 256;
    static final int STATUS = ANSWER;
    static final int COUNT = ANSWER + 4;
    static final int HAS_SEGMENTS = ANSWER + 8;
    static final int ERROR_BYTES = ANSWER + 12;
    static final int RECEIVED_NS = ANSWER + 16;
    static final int PREPROCESSED_NS = ANSWER + 24;
    static final int INFERRED_NS = ANSWER + 32;
    static final int POSTPROCESSED_NS = ANSWER + 40;
    static final int ALLOCATED_BYTES = ANSWER + 48;
    static final int ALLOCATION_FRAMES = ANSWER + 56;
    /** A long for each kind of fault. */
    static final int INJECTED = ANSWER + 64;

    static final int MOST_KINDS = 32;
    /** Four floats: origin x and y, scale x and y. */
    static final int MASK_MAP = INJECTED + Long.BYTES * MOST_KINDS;

    static final int ERROR = MASK_MAP + 16;
    static final int MOST_ERROR_BYTES = 400;
    /** Whether the best back end was wanted and another runs. */
    static final int IS_FALLBACK = ERROR + MOST_ERROR_BYTES;

    /** Doubles of what is looked at of the picture; {@link #VIEW_NUMBER} is 0 when all of it is, as it is. */
    static final int VIEW = 1024;

    /** Rows of detections or classes, or the statistics of a mask and then its pixels. */
    static final int PAYLOAD = 1536;

    /** Four floats (a box, or a segment's ends), the score, the label. */
    static final int ROW_BYTES = 24;
    /** Score and label. */
    static final int CLASS_BYTES = 8;

    /** Values of {@link #ORDER}: look at the frame, or end by an injected fault. */
    static final int LOOK = 0;

    static final int KILL = 1;
    static final int STOP = 2;
    static final int USE_UP_MEMORY = 3;

    private BlockLayout() {}
}
