package dev.saccade.control.wire;

import java.nio.charset.StandardCharsets;

/** Plain messages of text. */
final class Texts {
    private Texts() {}

    static MessageBatch raw(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return new MessageBatch(bytes.length + 16)
                .beginRaw(MessageBatch.NOWHERE, MessageBatch.NOWHERE)
                .put(bytes, 0, bytes.length)
                .end();
    }
}
