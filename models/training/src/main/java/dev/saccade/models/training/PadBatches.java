package dev.saccade.models.training;

import dev.saccade.scene.landing.LandingSample;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Renders batches ahead of the training, on a thread of its own. The pictures of a batch are of different worlds; each
 * world serves as many batches as the scene lends it seeds.
 */
final class PadBatches implements AutoCloseable {
    private static final int AHEAD = 4;

    /** Pictures (batch, 3, rows, columns) and masks (batch, 1, rows, columns). */
    record Batch(float[] pictures, float[] masks) {}

    private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;
    private final int size;
    private final long firstSeed;

    PadBatches(long firstSeed, int size) {
        this.firstSeed = firstSeed;
        this.size = size;
        thread = new Thread(this::render, "saccade-render");
        thread.setDaemon(true);
        thread.start();
    }

    private void render() {
        PadPictures[] pictures = new PadPictures[size];
        Arrays.setAll(pictures, i -> new PadPictures());
        try {
            for (long number = 0; ; number++) {
                Batch batch = new Batch(new float[3 * size * PadPictures.PIXELS], new float[size * PadPictures.PIXELS]);
                long world = firstSeed / LandingSample.OF_ONE_WORLD + number / LandingSample.OF_ONE_WORLD * size;
                for (int i = 0; i < size; i++) {
                    long seed = (world + i) * LandingSample.OF_ONE_WORLD + number % LandingSample.OF_ONE_WORLD;
                    pictures[i].render(seed, batch.pictures, batch.masks, i);
                }
                ready.put(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    Batch next() throws InterruptedException {
        return ready.take();
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
