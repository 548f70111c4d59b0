package dev.saccade.camera.stream;

import dev.saccade.frame.FrameSource;
import dev.saccade.frame.FrameSourceProvider;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.SourceUri;
import dev.saccade.internal.media.Ffmpeg;
import java.util.Set;

/**
 * Opens network streams: {@code rtsp://} and {@code rtsps://} cameras, {@code http://} and {@code https://} (motion JPEG
 * and whatever else FFmpeg reads from there), and MPEG-TS over {@code udp://}. Options after the question mark:
 * {@code transport=tcp|udp}, {@code stall=MS}, {@code upstream=MS}, {@code clock=arrival|sender},
 * {@code decode=sw|hw}; any other part of the query goes to the server.
 */
public final class StreamSourceProvider implements FrameSourceProvider {
    private static final Set<String> SCHEMES = Set.of("rtsp", "rtsps", "http", "https", "udp");

    /** For {@link java.util.ServiceLoader}. */
    public StreamSourceProvider() {}

    @Override
    public Set<String> schemes() {
        return SCHEMES;
    }

    @Override
    public FrameSource open(SourceUri uri) throws SourceException {
        StreamUri stream = StreamUri.parse(uri);
        Ffmpeg.load(stream.shown());
        ReadBound bound = new ReadBound();
        return new StreamSource(stream, deadlineNs -> connect(stream, bound, deadlineNs), bound);
    }

    /** Our own RTP reader where it serves; FFmpeg's for every other transport and coding. */
    private static PacketInput connect(StreamUri stream, ReadBound bound, long deadlineNs) throws StreamFailure {
        RtspAuthority authority = stream.scheme().equals("rtsp") && !stream.udp() ? RtspAuthority.of(stream) : null;
        if (authority != null) {
            RtspInput input = new RtspInput(stream, authority);
            bound.onAbort(input::abort);
            boolean served = false;
            try {
                if (input.connect(deadlineNs)) {
                    input.play(deadlineNs);
                    served = true;
                    return input;
                }
            } finally {
                if (!served) {
                    input.close();
                }
            }
        }
        return new FfmpegInput(stream, bound, deadlineNs);
    }
}
