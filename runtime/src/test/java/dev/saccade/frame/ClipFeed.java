package dev.saccade.frame;

/** A clip or scene that plays at its own rate, in virtual time. */
public class ClipFeed extends LiveFeed.Virtual {
    private static final int LATE_PERIODS = 5;

    private final String uri;
    private final long periodNs;
    private boolean isSilent;

    /**
     * Makes a feed.
     *
     * @param uri with at least one option, endless
     * @param periodNs of its frames
     */
    public ClipFeed(String uri, long periodNs) {
        this.uri = uri;
        this.periodNs = periodNs;
    }

    @Override
    public FrameSource open(String options) throws SourceException {
        return Cameras.open(uri + (options.isEmpty() ? "" : "&" + options));
    }

    @Override
    public void tick() {
        advance(isSilent ? 0 : periodNs);
    }

    @Override
    public void cause(Mishap mishap) {
        if (mishap == Mishap.LATE) {
            // The camera thread is held up: the clip's next frame waits.
            advance(LATE_PERIODS * periodNs);
        }
    }

    @Override
    public void fallSilent() {
        isSilent = true;
    }
}
