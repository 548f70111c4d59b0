package dev.saccade.control.wire;

import dev.saccade.posix.WireLink;
import org.bytedeco.javacpp.BytePointer;

/** An address that has been read, with names resolved. One thread; closed explicitly. */
final class WireAddress implements AutoCloseable {
    private final String uri;
    private final long handle;

    private WireAddress(String uri, long handle) {
        this.uri = uri;
        this.handle = handle;
    }

    static WireAddress of(String uri) {
        try (BytePointer line = new BytePointer(WireLink.LINE_BYTES)) {
            long handle = WireLink.address(uri, line.address());
            if (handle == 0) {
                throw new WireException(WireException.Kind.USAGE, uri + ": " + text(line));
            }
            return new WireAddress(uri, handle);
        }
    }

    /** A buffer's text up to its first 0. */
    static String text(BytePointer line) {
        return line.limit(0).getString();
    }

    String uri() {
        return uri;
    }

    long handle() {
        return handle;
    }

    String text() {
        return WireLink.text(handle);
    }

    @Override
    public void close() {
        WireLink.freeAddress(handle);
    }
}
