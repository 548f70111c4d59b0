package dev.saccade.camera.v4l2;

import java.util.Locale;

/** What a video node is for. */
public enum NodeKind {
    /** Delivers pictures. */
    CAPTURE(0x1 | 0x1000),
    /** Takes pictures and gives others back: a coder or converter. */
    CONVERTER(0x4000 | 0x8000),
    /** Takes pictures. */
    OUTPUT(0x2 | 0x2000),
    /** Delivers data about pictures. */
    METADATA(0x0080_0000),
    /** Radio, closed captions and the like. */
    OTHER(0);

    private final long capabilities;

    NodeKind(long capabilities) {
        this.capabilities = capabilities;
    }

    static NodeKind of(long capabilities) {
        for (NodeKind kind : values()) {
            if ((kind.capabilities & capabilities) != 0) {
                return kind;
            }
        }
        return OTHER;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
