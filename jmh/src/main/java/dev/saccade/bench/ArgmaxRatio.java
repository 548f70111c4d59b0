package dev.saccade.bench;

import dev.saccade.kernel.Kernels;
import dev.saccade.kernel.Postprocess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Random;
import org.bytedeco.javacpp.BytePointer;

/**
 * Argmax of 21 class planes of 520 x 520 to a byte mask, against plain Java over a float array and over a direct
 * buffer, each in the order a reader would write it; the faster of the two is the peer.
 */
public final class ArgmaxRatio {
    private static final int CLASSES = 21;
    private static final int PIXELS = 520 * 520;
    private static final int BLOCKS = 10;
    private static final int CALLS = 5;
    private static final double GOAL = 10;

    private final float[] array = new float[CLASSES * PIXELS];
    private final FloatBuffer buffer;
    private final BytePointer values;
    private final BytePointer mask = new BytePointer(PIXELS);
    private final byte[] javaMask = new byte[PIXELS];
    private final float[] best = new float[PIXELS];

    private ArgmaxRatio() {
        values = new BytePointer(4L * array.length);
        buffer = values.asByteBuffer().order(ByteOrder.nativeOrder()).asFloatBuffer();
        Random random = new Random(1);
        for (int i = 0; i < array.length; i++) {
            array[i] = random.nextFloat();
        }
        buffer.put(0, array);
    }

    /**
     * Prints one line a level.
     *
     * @param args none
     */
    public static void main(String[] args) {
        ArgmaxRatio one = new ArgmaxRatio();
        Runnable nothing = () -> {};
        Interleaved both = Interleaved.time(nothing, one::overArray, one::overBuffer, BLOCKS, CALLS);
        boolean arrayIsFaster = both.ratio() >= 1;
        String peer = arrayIsFaster ? "Java float[]" : "Java buffer";
        System.out.println("plain Java: the faster is " + peer);
        Interleaved planes = Interleaved.time(nothing, one::ours, one::overPlanes, BLOCKS, CALLS);
        System.out.println(planes.faster("argmax 21x520x520, plane by plane", "Java float[]", GOAL));
        for (int level = Kernels.supported(); level > 0; level--) {
            if (Kernels.force(level) != level) {
                continue;
            }
            one.check(level);
            Interleaved timed = Interleaved.time(
                    nothing, one::ours, arrayIsFaster ? one::overArray : one::overBuffer, BLOCKS, CALLS);
            System.out.println(timed.faster("argmax 21x520x520, level " + level, peer, GOAL));
        }
    }

    private void check(int level) {
        if (ours() != level) {
            throw new IllegalStateException("the kernel ran at another level than " + level);
        }
        overArray();
        ByteBuffer got = mask.asByteBuffer();
        for (int i = 0; i < PIXELS; i++) {
            if (got.get(i) != javaMask[i]) {
                throw new IllegalStateException("masks differ at pixel " + i);
            }
        }
    }

    private int ours() {
        return Postprocess.argmaxPlanes(values.address(), CLASSES, PIXELS, mask.address());
    }

    private void overArray() {
        for (int p = 0; p < PIXELS; p++) {
            float best = array[p];
            int winner = 0;
            for (int c = 1; c < CLASSES; c++) {
                float v = array[c * PIXELS + p];
                if (v > best) {
                    best = v;
                    winner = c;
                }
            }
            javaMask[p] = (byte) winner;
        }
    }

    /** The order that suits the memory; not what one writes first, shown for comparison. */
    private void overPlanes() {
        System.arraycopy(array, 0, best, 0, PIXELS);
        Arrays.fill(javaMask, (byte) 0);
        for (int c = 1; c < CLASSES; c++) {
            int plane = c * PIXELS;
            for (int p = 0; p < PIXELS; p++) {
                float v = array[plane + p];
                if (v > best[p]) {
                    best[p] = v;
                    javaMask[p] = (byte) c;
                }
            }
        }
    }

    private void overBuffer() {
        for (int p = 0; p < PIXELS; p++) {
            float best = buffer.get(p);
            int winner = 0;
            for (int c = 1; c < CLASSES; c++) {
                float v = buffer.get(c * PIXELS + p);
                if (v > best) {
                    best = v;
                    winner = c;
                }
            }
            javaMask[p] = (byte) winner;
        }
    }
}
