package dev.saccade.camera.stream;

import java.util.Arrays;

/**
 * Puts the RTP payloads of one H.264 (RFC 6184) or H.265 (RFC 7798) picture together, as NAL units behind start codes.
 * RTP marks the last packet of a picture, so that it goes to the decoder when it is complete, not when the next one
 * begins. A lost packet makes the picture damaged, and with it all that follow up to the next one that stands alone. One
 * thread; allocates only when a picture is larger than all before.
 */
final class AccessUnit {
    /** No picture is complete. */
    static final int OPEN = 0;
    /** A picture is complete. */
    static final int WHOLE = 1;

    private static final int START_CODE = 4;
    // Larger than any coded picture; a sender that never marks an end must not fill the memory.
    private static final int MOST_BYTES = 32 << 20;

    private final boolean hevc;
    private byte[] bytes = new byte[1 << 18];
    private int size;
    private boolean complete;
    private boolean inFragment;
    private boolean key;
    private boolean damaged;
    private boolean brokenChain = true;
    private boolean begun;
    private int nextSequence = -1;
    private long timestamp;
    private long torn;

    AccessUnit(boolean hevc) {
        this.hevc = hevc;
    }

    /** The bytes of the picture; the first {@link #size()} count. */
    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** RTP timestamp of the picture, 32 bits. */
    long timestamp() {
        return timestamp;
    }

    /** Whether the picture stands alone. */
    boolean isKey() {
        return key;
    }

    /** Pictures that were not given out because of lost packets. */
    long torn() {
        return torn;
    }

    /** Decodes from here on whatever comes: the stream has no pictures that stand alone. */
    void acceptAnyStart() {
        brokenChain = false;
    }

    /** Whether pictures are held back until one stands alone. */
    boolean awaitsKey() {
        return brokenChain;
    }

    /** Takes one RTP packet. Returns {@link #WHOLE} when the picture is complete and undamaged, else {@link #OPEN}. */
    int add(int sequence, long packetTimestamp, boolean marker, byte[] in, int from, int length) {
        if (complete) {
            begin();
        }
        if (nextSequence >= 0 && sequence != nextSequence) {
            damaged = true;
            inFragment = false;
        }
        nextSequence = (sequence + 1) & 0xffff;
        if (size > 0 && packetTimestamp != timestamp) {
            // The marker was lost with its packet, and the picture with it.
            finish();
            begin();
            damaged = true;
        }
        timestamp = packetTimestamp;
        boolean taken =
                length == 0 || (size < MOST_BYTES && (hevc ? addHevc(in, from, length) : addAvc(in, from, length)));
        damaged |= !taken;
        if (!marker) {
            return OPEN;
        }
        if (inFragment) {
            damaged = true;
        }
        return finish();
    }

    private void begin() {
        size = 0;
        complete = false;
        inFragment = false;
        key = false;
        damaged = false;
    }

    private int finish() {
        complete = true;
        if (damaged) {
            torn++;
            brokenChain = true;
            return OPEN;
        }
        if (brokenChain && !key) {
            torn += begun ? 1 : 0;
            return OPEN;
        }
        brokenChain = false;
        begun = true;
        return size > 0 ? WHOLE : OPEN;
    }

    private boolean addAvc(byte[] in, int from, int length) {
        int type = in[from] & 0x1f;
        if (type >= 1 && type <= 23) {
            return addUnit(in, from, length);
        }
        if (type == 24) {
            return addAggregate(in, from + 1, from + length);
        }
        if (type != 28 || length < 3) {
            return false;
        }
        int header = (in[from] & 0xe0) | (in[from + 1] & 0x1f);
        return addFragment(in[from + 1], in, from + 2, length - 2, (byte) header, (byte) 0);
    }

    private boolean addHevc(byte[] in, int from, int length) {
        if (length < 3) {
            return false;
        }
        int type = in[from] >> 1 & 0x3f;
        if (type < 48) {
            return addUnit(in, from, length);
        }
        if (type == 48) {
            return addAggregate(in, from + 2, from + length);
        }
        if (type != 49 || length < 4) {
            return false;
        }
        int header = (in[from] & 0x81) | (in[from + 2] & 0x3f) << 1;
        return addFragment(in[from + 2], in, from + 3, length - 3, (byte) header, in[from + 1]);
    }

    private boolean addAggregate(byte[] in, int from, int end) {
        int at = from;
        while (at + 2 <= end) {
            int length = (in[at] & 0xff) << 8 | (in[at + 1] & 0xff);
            at += 2;
            if (length == 0 || at + length > end || !addUnit(in, at, length)) {
                return false;
            }
            at += length;
        }
        return at == end;
    }

    private boolean addFragment(byte marks, byte[] in, int from, int length, byte first, byte second) {
        if ((marks & 0x80) != 0) {
            inFragment = true;
            noteKey(first);
            startUnit(length + 2);
            bytes[size++] = first;
            if (hevc) {
                bytes[size++] = second;
            }
        } else if (!inFragment) {
            return false;
        }
        if ((marks & 0x40) != 0) {
            inFragment = false;
        }
        return append(in, from, length);
    }

    private boolean addUnit(byte[] in, int from, int length) {
        noteKey(in[from]);
        startUnit(length);
        return append(in, from, length);
    }

    private void noteKey(byte header) {
        int type = hevc ? header >> 1 & 0x3f : header & 0x1f;
        key |= hevc ? (type >= 16 && type <= 21) : type == 5;
    }

    private void startUnit(int length) {
        ensure(START_CODE + length);
        bytes[size++] = 0;
        bytes[size++] = 0;
        bytes[size++] = 0;
        bytes[size++] = 1;
    }

    private boolean append(byte[] in, int from, int length) {
        if (size + length > MOST_BYTES) {
            return false;
        }
        ensure(length);
        System.arraycopy(in, from, bytes, size, length);
        size += length;
        return true;
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (size + more));
        }
    }
}
