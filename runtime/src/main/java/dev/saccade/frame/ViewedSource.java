package dev.saccade.frame;

import dev.saccade.lens.CameraView;

/** A source whose pictures are looked at in a certain way: rectified, or a part of them. Owns the source. */
public final class ViewedSource extends WrappedSource {
    private final CameraView view;
    private FrameFormat plain;
    private FrameFormat viewed;
    private volatile String fault;

    private ViewedSource(FrameSource source, CameraView view) {
        super(source);
        this.view = view;
        fit();
    }

    /**
     * Wraps a source.
     *
     * @param source taken over: closed with this one, or at once when the view does not fit
     * @param view of its pictures
     * @return the source
     * @throws SourceException when the view does not fit its pictures
     */
    public static FrameSource of(FrameSource source, CameraView view) throws SourceException {
        try {
            return new ViewedSource(source, view);
        } catch (IllegalArgumentException e) {
            source.close();
            throw new SourceException(
                    SourceException.Kind.BAD_INPUT, "source " + source.uri() + ": " + e.getMessage(), e);
        }
    }

    @SuppressWarnings("ReferenceEquality") // One object for as long as the stream does not change.
    private void fit() {
        FrameFormat now = source.format();
        if (now != plain) {
            viewed = now.withView(view);
            plain = now;
        }
    }

    @Override
    public int capture(FrameSlot slot, long nowNs) {
        if (fault != null) {
            return FAILED;
        }
        // The source knows of no view: it compares the slot's format with that of its pictures.
        FrameFormat asked = slot.format();
        slot.label(asked.equals(viewed) ? plain : asked);
        int status = source.capture(slot, nowNs);
        slot.label(asked);
        try {
            fit();
        } catch (IllegalArgumentException e) {
            fault = "source " + source.uri() + ": " + e.getMessage();
            return FAILED;
        }
        return status;
    }

    @Override
    public FrameFormat format() {
        return viewed;
    }

    @Override
    public String fault() {
        return fault == null ? source.fault() : fault;
    }
}
