package dev.saccade.camera.gst;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import dev.saccade.internal.media.MovingPointer;
import dev.saccade.time.MonotonicClock;

/**
 * A GStreamer pipeline: its newest picture each time, copied once out of GStreamer's buffer. Pictures of a live pipeline
 * are stamped when its first element had them, others when they arrive here; what lies before that is the declared
 * upstream delay. Owns the pipeline; the camera thread drives it, any thread closes it.
 */
final class GstSource implements FrameSource {
    private static final long START_NS = 10_000_000_000L;
    private static final long LONGEST_WAIT_NS = 50_000_000;
    // GstBuffer: flags 16, pts 72.
    private static final int FLAGS = 16;
    private static final int PTS = 72;
    private static final int FLAG_CORRUPTED = 1 << 8;
    private static final int FORMAT_TIME = 3;
    private static final long NONE = -1;

    private final PipelineText text;
    private final RunningPipeline pipeline;
    private final MappedPicture picture = new MappedPicture();
    private final MovingPointer buffer = new MovingPointer();
    private final CloseGuard guard = new CloseGuard();
    /** Held, so that a pointer that is the same means the same caps. */
    private long caps;
    /** The sample that waits to be written; 0 when none does. */
    private long sample;

    private long captureNs;
    private long sequence;
    private long damaged;
    private long latestNs;
    private int finished;
    private PipelineError failure;
    private volatile FrameFormat format;
    private volatile long periodNs;
    private volatile long torn;
    private volatile String fault;

    private GstSource(PipelineText text, RunningPipeline pipeline) {
        this.text = text;
        this.pipeline = pipeline;
    }

    /** Starts the pipeline and waits for its first picture, so that the format is known. */
    static GstSource open(PipelineText text) throws SourceException {
        GstSource source = new GstSource(text, RunningPipeline.start(text));
        try {
            source.awaitFirst();
        } catch (SourceException e) {
            source.close();
            throw e;
        }
        return source;
    }

    private void awaitFirst() throws SourceException {
        long deadlineNs = MonotonicClock.SYSTEM.nanoTime() + START_NS;
        boolean started = pipeline.awaitStarted(deadlineNs);
        while (started && format == null && !pipeline.isRefused() && finished == 0) {
            if (!take() && MonotonicClock.SYSTEM.nanoTime() - deadlineNs > 0) {
                break;
            }
        }
        if (format != null && finished == 0) {
            return;
        }
        PipelineError error = finished == 0 && started ? pipeline.error() : failure;
        if (error != null) {
            throw new SourceException(error.kind(), "source " + text.shown() + ": " + error.line());
        }
        throw new SourceException(
                SourceException.Kind.NO_DEVICE,
                "source " + text.shown() + ": "
                        + (finished == END
                                ? "the pipeline ended without a picture"
                                : pipeline.isRefused()
                                        ? "an element refused to start and did not say why"
                                        : "no picture within " + START_NS / 1_000_000_000 + " s")
                        + ": try it with gst-launch-1.0");
    }

    /** Fetches the newest sample and adopts its format; false when there is none that can be shown. */
    private boolean take() {
        long next = SinkCalls.gst_app_sink_try_pull_sample(pipeline.sink(), LONGEST_WAIT_NS);
        latestNs = MonotonicClock.SYSTEM.nanoTime();
        PipelineError error = pipeline.error();
        if (error != null) {
            fail(error);
        } else if (next == 0 && SinkCalls.gst_app_sink_is_eos(pipeline.sink()) != 0) {
            finished = END;
        }
        if (next == 0) {
            return false;
        }
        sample = next;
        long content = SinkCalls.gst_sample_get_buffer(next);
        if (finished != 0 || content == 0 || !adopt(SinkCalls.gst_sample_get_caps(next))) {
            drop();
            return false;
        }
        if ((buffer.to(content).getInt(FLAGS) & FLAG_CORRUPTED) != 0) {
            torn = ++damaged;
            drop();
            return false;
        }
        captureNs = stamp(buffer.getLong(PTS));
        return true;
    }

    private void fail(PipelineError error) {
        failure = error;
        fault = "source " + text.shown() + ": " + error.line();
        finished = FAILED;
    }

    /** The time at which the pipeline's first element had a live picture, never later than now. */
    private long stamp(long pts) {
        if (!pipeline.isLive() || pts == NONE) {
            return latestNs;
        }
        long running =
                SinkCalls.gst_segment_to_running_time(SinkCalls.gst_sample_get_segment(sample), FORMAT_TIME, pts);
        return running == NONE ? latestNs : Math.min(latestNs, pipeline.baseTimeNs() + running);
    }

    private boolean adopt(long told) {
        if (told == caps) {
            return true;
        }
        if (told == 0 || !picture.adopt(told)) {
            fail(new PipelineError(
                    SourceException.Kind.BAD_INPUT,
                    "its pictures cannot be read; end it with '! videoconvert ! video/x-raw,format=I420' and at most "
                            + FrameFormat.MAX_SIDE + " pixels a side"));
            return false;
        }
        if (caps != 0) {
            SinkCalls.gst_mini_object_unref(caps);
        }
        caps = SinkCalls.gst_mini_object_ref(told);
        format = picture.format();
        periodNs = picture.periodNs();
        return true;
    }

    private void drop() {
        SinkCalls.gst_mini_object_unref(sample);
        sample = 0;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (!guard.enter()) {
            return END;
        }
        try {
            return finished != 0 ? finished : deliver(slot);
        } finally {
            if (guard.leave()) {
                release();
            }
        }
    }

    private int deliver(FrameSlot slot) {
        if (sample == 0 && !take()) {
            return finished == 0 ? NOT_READY : finished;
        }
        // After a change of format the caller must make room first.
        if (!format.equals(slot.format())) {
            return NOT_READY;
        }
        boolean written = picture.write(SinkCalls.gst_sample_get_buffer(sample), slot);
        drop();
        if (!written) {
            torn = ++damaged;
            return NOT_READY;
        }
        slot.describe(sequence++, captureNs, StampClass.ARRIVAL);
        return CAPTURED;
    }

    private void release() {
        if (sample != 0) {
            drop();
        }
        if (caps != 0) {
            SinkCalls.gst_mini_object_unref(caps);
            caps = 0;
        }
        pipeline.close();
        picture.close();
    }

    @Override
    public String uri() {
        return text.shown();
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public StampClass stamp() {
        return StampClass.ARRIVAL;
    }

    @Override
    public long framePeriodNs() {
        return periodNs;
    }

    @Override
    public long upstreamDelayNs() {
        return text.upstreamNs();
    }

    @Override
    public long nextDueNs() {
        return latestNs;
    }

    /** Which pictures an element lost, it does not tell. */
    @Override
    public long gaps() {
        return 0;
    }

    @Override
    public long torn() {
        return torn;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        if (guard.close()) {
            release();
        }
    }
}
