package dev.saccade.camera;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.Playback;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import java.nio.file.Path;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A video file, decoded by FFmpeg. Plays at the file's presentation times (or at {@code fps=N}) from the first capture
 * A frame keeps its own time when the consumer is late. Sequence is the order in the file, from 0; a damaged picture
 * leaves its number out. Decodes on the camera thread, one frame ahead while playing.
 */
final class FileSource implements FrameSource {
    // A stamp that leaps further than this ahead, or back, is damage; the nominal period stands in.
    private static final long LONGEST_STEP_NS = 60_000_000_000L;
    private static final long DEFAULT_PERIOD_NS = 40_000_000L;
    private static final int MOST_CALLS_FOR_FIRST = 16;

    private final String uri;
    private final boolean loop;
    private final boolean ownRate;
    private final double fps;
    private final long periodNs;
    private final Playback playback;
    private final CloseGuard guard = new CloseGuard();
    private final VideoDecoder decoder;
    private PictureTransfer transfer;
    private volatile FrameFormat format;
    private int avFormat;
    private boolean pending;
    private boolean fresh;
    private long mediaNs;
    private long latestStampNs = Long.MIN_VALUE;
    private long pictures;
    private long picturesThisRound;
    private volatile long gaps;
    private int finished;
    private volatile String fault;

    FileSource(String uri, Path file, double fps, boolean lossless, boolean loop) throws SourceException {
        this.uri = uri;
        this.loop = loop;
        this.fps = fps;
        ownRate = fps == 0;
        playback = new Playback(lossless);
        decoder = new VideoDecoder(uri, file);
        periodNs = ownRate ? decoder.periodNs() : Math.round(1e9 / fps);
        try {
            decodeFirst();
        } catch (SourceException | RuntimeException e) {
            release();
            throw e;
        }
    }

    private void decodeFirst() throws SourceException {
        int status = NOT_READY;
        for (int call = 0; call < MOST_CALLS_FOR_FIRST && status == NOT_READY && !pending; call++) {
            status = decode();
        }
        if (!pending) {
            throw new SourceException(
                    SourceException.Kind.BAD_INPUT,
                    fault != null
                            ? fault
                            : "source " + uri + ": the file holds no picture that can be decoded (" + decoder.lost()
                                    + " damaged); check or replace it");
        }
        fresh = false;
    }

    /** Decodes on to a pending picture. {@link #NOT_READY} unless the source is finished. */
    private int decode() {
        switch (decoder.next()) {
            case VideoDecoder.PICTURE -> {
                return adopt(decoder.frame()) ? NOT_READY : FAILED;
            }
            case VideoDecoder.WORKING -> {
                gaps = decoder.lost();
                return NOT_READY;
            }
            case VideoDecoder.END -> {
                return atEnd();
            }
            default -> {
                return fail("reading failed (" + decoder.failure() + "); check the file and its disk");
            }
        }
    }

    private boolean adopt(AVFrame frame) {
        gaps = decoder.lost();
        step();
        pictures++;
        picturesThisRound++;
        pending = true;
        FrameFormat before = format;
        if (before != null
                && frame.width() == before.width()
                && frame.height() == before.height()
                && frame.format() == avFormat) {
            return true;
        }
        return plan(frame);
    }

    private boolean plan(AVFrame frame) {
        avFormat = frame.format();
        if (!FrameFormats.isSize(frame.width(), frame.height())) {
            fail("a picture's size " + frame.width() + "x" + frame.height() + " is outside 1.." + FrameFormat.MAX_SIDE
                    + "; scale the video down");
            return false;
        }
        FrameFormat next = FrameFormats.of(frame);
        if (transfer != null) {
            transfer.close();
            transfer = null;
        }
        if (next != null) {
            transfer = new PictureTransfer(frame, next);
        }
        if (transfer == null || !transfer.isPossible()) {
            fail("the pixel format (FFmpeg's number " + avFormat + ") cannot be converted; convert it to yuv420p");
            return false;
        }
        format = next;
        fresh = true;
        return true;
    }

    /** Sets the pending picture's media time. */
    private void step() {
        if (!ownRate) {
            mediaNs = (long) (pictures * 1e9 / fps);
            return;
        }
        long stampNs = decoder.presentationNs();
        long nominal = periodNs > 0 ? periodNs : DEFAULT_PERIOD_NS;
        if (pictures > 0) {
            long by = stampNs - latestStampNs;
            boolean plausible =
                    stampNs != Long.MIN_VALUE && latestStampNs != Long.MIN_VALUE && by > 0 && by <= LONGEST_STEP_NS;
            mediaNs += plausible ? by : nominal;
        }
        latestStampNs = stampNs;
    }

    private int atEnd() {
        gaps = decoder.lost();
        if (!loop || picturesThisRound == 0) {
            finished = END;
            return END;
        }
        if (!decoder.rewind()) {
            return fail("cannot be played again from its start (" + decoder.failure() + "); leave out loop=true");
        }
        picturesThisRound = 0;
        latestStampNs = Long.MIN_VALUE;
        return NOT_READY;
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
                release();
            }
        }
    }

    private int deliver(FrameSlot slot, long nowNs) {
        if (!pending) {
            int status = decode();
            if (!pending || fresh) {
                fresh = false;
                playback.isDue(mediaNs, nowNs);
                return status;
            }
        }
        if (!playback.isDue(mediaNs, nowNs)) {
            return NOT_READY;
        }
        if (transfer.transfer(slot) < 0) {
            return fail("a picture could not be converted; convert the video to yuv420p");
        }
        slot.describe(pictures - 1 + gaps, playback.captureNs(mediaNs), StampClass.PLAYBACK);
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
        return loop ? -1 : decoder.frames();
    }

    @Override
    public long gaps() {
        return gaps;
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

    private void release() {
        if (transfer != null) {
            transfer.close();
        }
        decoder.close();
    }
}
