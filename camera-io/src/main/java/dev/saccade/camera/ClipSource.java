package dev.saccade.camera;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.Playback;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;

/**
 * A {@link Clip} as a source. Plays at the clip's presentation times (or at {@code fps=N}) from the first capture on;
 * with {@code pace=max} every frame is delivered as soon as it is asked for, stamped with the time of that capture. A
 * frame keeps its own time when the consumer is late. Sequence is the order in the clip, from 0; a damaged picture
 * leaves its number out and counts as torn. A clip that ends before the number of frames that it states counts the missing ones as gaps;
 * with {@code pace=max}, which promises every frame, it then ends as a failure. Decodes on the camera thread, one frame
 * ahead while playing.
 */
final class ClipSource implements FrameSource {
    // A stamp that leaps further than this ahead, or back, is damage; the nominal period stands in.
    private static final long LONGEST_STEP_NS = 60_000_000_000L;
    private static final long DEFAULT_PERIOD_NS = 40_000_000L;
    private static final int MOST_CALLS_FOR_FIRST = 16;
    // Writers miscount by a frame or so; one in this many, and at least one, is no sign of damage.
    private static final long FRAMES_PER_MISCOUNT = 100;

    private final String uri;
    private final Clip clip;
    private final double fps;
    private final boolean loop;
    private final Playback playback;
    private final CloseGuard guard = new CloseGuard();
    private final long frames;
    private final long periodNs;
    private volatile FrameFormat format;
    private volatile long gaps;
    private volatile long torn;
    private volatile String fault;
    private boolean pending;
    private long mediaNs;
    private long latestStampNs = Long.MIN_VALUE;
    private long pictures;
    private long picturesThisRound;
    private int finished;

    /**
     * Decodes the first picture, so that the format is known.
     *
     * @param uri for messages
     * @param clip owned by the source from here on, also when this throws
     * @param fps frames a second, 0 for the clip's own times
     * @param lossless whether every frame is due at once
     * @param loop whether to start again at the end
     * @throws SourceException when there is no picture
     */
    ClipSource(String uri, Clip clip, double fps, boolean lossless, boolean loop) throws SourceException {
        this.uri = uri;
        this.clip = clip;
        this.fps = fps;
        this.loop = loop;
        playback = new Playback(lossless);
        frames = loop ? -1 : clip.frames();
        periodNs = fps == 0 ? clip.periodNs() : Math.round(1e9 / fps);
        if (loop && !clip.rewind()) {
            // Tried now, so that it does not fail at the first end; and the natives that it calls are looked up now,
            // which
            // allocates, and not in steady state.
            fail();
        }
        for (int call = 0; call < MOST_CALLS_FOR_FIRST && finished == 0 && !pending; call++) {
            decode();
        }
        if (!pending) {
            String why = fault != null
                    ? fault
                    : "source " + uri + ": it holds no picture that can be decoded (" + clip.lost()
                            + " damaged); check or replace it";
            clip.close();
            throw new SourceException(SourceException.Kind.BAD_INPUT, why);
        }
    }

    /** Decodes on to a pending picture. {@link #NOT_READY} unless the source is finished. */
    private int decode() {
        int status = clip.next();
        torn = clip.lost();
        if (status == Clip.PICTURE) {
            step();
            pictures++;
            picturesThisRound++;
            pending = true;
            format = clip.format();
        } else if (status == Clip.END) {
            return atEnd();
        } else if (status == Clip.FAILED) {
            return fail();
        }
        return NOT_READY;
    }

    /** Sets the pending picture's media time. */
    private void step() {
        if (fps != 0) {
            mediaNs = (long) (pictures * 1e9 / fps);
            return;
        }
        long stampNs = clip.presentationNs();
        if (pictures > 0) {
            long by = stampNs - latestStampNs;
            boolean plausible =
                    stampNs != Long.MIN_VALUE && latestStampNs != Long.MIN_VALUE && by > 0 && by <= LONGEST_STEP_NS;
            mediaNs += plausible ? by : periodNs > 0 ? periodNs : DEFAULT_PERIOD_NS;
        }
        latestStampNs = stampNs;
    }

    private int atEnd() {
        if (!loop) {
            gaps = clip.missing();
            if (playback.isLossless() && pictures > 0 && gaps + torn > Math.max(1, frames / FRAMES_PER_MISCOUNT)) {
                return fail("ends after " + pictures + " of the " + frames
                        + " frames that its header states: it is cut or damaged; fetch or record it again");
            }
        }
        if (!loop || picturesThisRound == 0) {
            finished = END;
            return END;
        }
        picturesThisRound = 0;
        latestStampNs = Long.MIN_VALUE;
        return clip.rewind() ? NOT_READY : fail();
    }

    private int fail() {
        return fail(clip.failure());
    }

    private int fail(String why) {
        fault = "source " + uri + ": " + why;
        pending = false;
        finished = FAILED;
        return FAILED;
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (!guard.enter()) {
            return END;
        }
        try {
            return finished != 0 ? finished : deliver(slot, nowNs);
        } finally {
            if (guard.leave()) {
                clip.close();
            }
        }
    }

    private int deliver(FrameSlot slot, long nowNs) {
        FrameFormat prepared = format;
        int status = pending ? NOT_READY : decode();
        boolean due = playback.isDue(mediaNs, nowNs);
        // After a change of format the caller must make room first.
        if (!pending || !due || !format.equals(prepared)) {
            return status;
        }
        if (clip.transfer(slot) < 0) {
            return fail();
        }
        slot.describe(pictures - 1 + torn, playback.captureNs(mediaNs), StampClass.PLAYBACK);
        pending = false;
        return CAPTURED;
    }

    @Override
    public long nextDueNs() {
        return pending ? playback.dueNs(mediaNs) : playback.atOnceNs();
    }

    @Override
    public String uri() {
        return uri;
    }

    @Override
    public FrameFormat format() {
        return format;
    }

    @Override
    public StampClass stamp() {
        return StampClass.PLAYBACK;
    }

    @Override
    public long framePeriodNs() {
        return periodNs;
    }

    @Override
    public long upstreamDelayNs() {
        return 0;
    }

    @Override
    public boolean isLossless() {
        return playback.isLossless();
    }

    @Override
    public long frameCount() {
        return frames;
    }

    @Override
    public long gaps() {
        return gaps;
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
            clip.close();
        }
    }
}
