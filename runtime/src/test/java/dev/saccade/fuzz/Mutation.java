package dev.saccade.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;

/**
 * Damaged copies of a sound file, each from a seed of its own, for readers of bytes that nobody vouches for. A reader may
 * take one or throw what it documents, in one line; anything else fails with the seed.
 */
public final class Mutation {
    private static final byte[][] PIECES = {
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x0f},
        {(byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, (byte) 0xff, 0x7f},
        {0},
        {'-'},
        {'9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9', '9'},
        {'[', '[', '[', '['},
        {'{', '{', '{', '{'},
        {'"'},
        {'\n'},
        {'&', 'a', ' '},
        {'*', 'a', ' '},
        {'!', '!', 's', 'e', 't', ' '},
        {(byte) 0xc3, 0x28}
    };
    private static final int MOST_EDITS = 4;
    private static final int LONGEST_CHUNK = 24;

    private Mutation() {}

    /** Reads a file or bytes; throws what it documents for bad ones. */
    @FunctionalInterface
    public interface Reader {
        /** Reads. */
        void read() throws Exception;
    }

    /** Writes damaged copies of a file's content to it, one after the other, and reads each; then puts it back. */
    public static void of(Path file, int rounds, Class<? extends Exception> documented, Reader reader)
            throws Exception {
        byte[] whole = Files.readAllBytes(file);
        reader.read();
        long seed = Long.getLong("saccade.seed", 20261124L);
        for (int i = 0; i < rounds; i++) {
            Files.write(file, damaged(whole, new Random(seed + i)));
            read("saccade.seed=" + (seed + i) + ", " + file.getFileName(), documented, reader);
        }
        Files.write(file, whole);
    }

    /** Reads once; fails unless it returns or throws what it documents in one line. */
    public static void read(String what, Class<? extends Exception> documented, Reader reader) {
        try {
            reader.read();
        } catch (Exception | Error e) {
            boolean isOneLine = e.getMessage() != null && !e.getMessage().contains("\n");
            if (!documented.isInstance(e) || !isOneLine) {
                throw new AssertionError(what + ": " + e, e);
            }
        }
    }

    /** A copy with one to four edits: flipped bits, foreign pieces, cuts, splices, repeats, a lost end. */
    public static byte[] damaged(byte[] whole, Random random) {
        byte[] bytes = whole;
        for (int edits = 1 + random.nextInt(MOST_EDITS); edits > 0 && bytes.length > 0; edits--) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + 1 + random.nextInt(LONGEST_CHUNK));
            byte[] chunk = Arrays.copyOfRange(bytes, at, end);
            int to = random.nextInt(bytes.length + 1);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    bytes = bytes.clone();
                    bytes[at] ^= (byte) (1 << random.nextInt(8));
                }
                case 2 -> {
                    bytes = bytes.clone();
                    bytes[at] = (byte) random.nextInt(256);
                }
                case 3 -> bytes = spliced(bytes, to, to, PIECES[random.nextInt(PIECES.length)]);
                case 4 -> bytes = spliced(bytes, at, end, PIECES[random.nextInt(PIECES.length)]);
                case 5 -> bytes = spliced(bytes, at, end, new byte[0]);
                case 6 -> {
                    for (int n = random.nextInt(40); n >= 0; n--) {
                        bytes = spliced(bytes, to, to, chunk);
                    }
                }
                default -> bytes = random.nextInt(3) == 0 ? Arrays.copyOf(bytes, at) : spliced(bytes, to, to, chunk);
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
        byte[] result = new byte[bytes.length - (to - from) + piece.length];
        System.arraycopy(bytes, 0, result, 0, from);
        System.arraycopy(piece, 0, result, from, piece.length);
        System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
        return result;
    }
}
