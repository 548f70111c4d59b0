package dev.saccade.control.wire;

import dev.saccade.posix.WireLink;

/** What a failing port says. */
final class WireErrors {
    static final String CLOSED = "closed";

    private static final int ECONNREFUSED = 111;
    private static final int EBUSY = 16;

    private WireErrors() {}

    static String line(int errno) {
        return switch (errno) {
            case 0 -> "";
            case ECONNREFUSED -> "nobody listens; start the receiver, or give its address";
            case EBUSY -> "another program has this serial line; end it, or use another line";
            default -> WireLink.errorText(errno) + "; check the address, the cable and the network";
        };
    }
}
