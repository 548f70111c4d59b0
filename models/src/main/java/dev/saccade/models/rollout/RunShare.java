package dev.saccade.models.rollout;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Which runs serve the candidate: those whose hash falls below the share. The same vehicle, model and run choose the same
 * on every machine and at every time; a run that is chosen at one share is chosen at every greater one.
 */
public final class RunShare {
    /** Bits of a hash that fit a double. */
    private static final int BITS = 53;

    private RunShare() {}

    /**
     * Where a run falls: the first 53 bits of SHA-256 over the three words, each ended by a zero byte.
     *
     * @param vehicle its name
     * @param model name of the model
     * @param run its name or number
     * @return at least 0, below 1, evenly spread
     */
    public static double place(String vehicle, String model, String run) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String word : new String[] {vehicle, model, run}) {
                digest.update(word.getBytes(StandardCharsets.UTF_8));
                digest.update((byte) 0);
            }
            long first = ByteBuffer.wrap(digest.digest()).getLong();
            return (double) (first >>> (Long.SIZE - BITS)) / (1L << BITS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /**
     * Whether a run serves the candidate.
     *
     * @param vehicle its name
     * @param model name of the model
     * @param run its name or number
     * @param share 0 none, 1 all
     * @return whether it is chosen
     */
    public static boolean isChosen(String vehicle, String model, String run, double share) {
        return place(vehicle, model, run) < share;
    }
}
