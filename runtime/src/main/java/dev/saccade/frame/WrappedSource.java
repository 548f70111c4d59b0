package dev.saccade.frame;

/** A source that passes on what another says, but for what a subclass changes. Owns that other one. */
public abstract class WrappedSource implements FrameSource {
    /** The other one. */
    protected final FrameSource source;

    /**
     * Takes a source over.
     *
     * @param source closed with this one
     */
    protected WrappedSource(FrameSource source) {
        this.source = source;
    }

    @Override
    public String uri() {
        return source.uri();
    }

    @Override
    public StampClass stamp() {
        return source.stamp();
    }

    @Override
    public long framePeriodNs() {
        return source.framePeriodNs();
    }

    @Override
    public FrameFormat format() {
        return source.format();
    }

    @Override
    public String fault() {
        return source.fault();
    }

    @Override
    public long upstreamDelayNs() {
        return source.upstreamDelayNs();
    }

    @Override
    public boolean isLossless() {
        return source.isLossless();
    }

    @Override
    public long frameCount() {
        return source.frameCount();
    }

    @Override
    public long nextDueNs() {
        return source.nextDueNs();
    }

    @Override
    public long gaps() {
        return source.gaps();
    }

    @Override
    public long torn() {
        return source.torn();
    }

    @Override
    public long resets() {
        return source.resets();
    }

    @Override
    public long reconnects() {
        return source.reconnects();
    }

    @Override
    public long skipped() {
        return source.skipped();
    }

    @Override
    public long unmatched() {
        return source.unmatched();
    }

    @Override
    public void close() {
        source.close();
    }
}
