package dev.saccade.models.training;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** Renders batches ahead of the training, on a thread of its own, in the order of their seeds. */
final class PadBatches implements AutoCloseable {
    private static final int AHEAD = 4;

    /** Pictures (batch, 3, rows, columns) and masks (batch, 1, rows, columns). */
    record Batch(float[] pictures, float[] masks) {}

    private final BlockingQueue<Batch> ready = new ArrayBlockingQueue<>(AHEAD);
    private final Thread thread;
    private final int size;
    private long seed;

    PadBatches(long firstSeed, int size) {
        seed = firstSeed;
        this.size = size;
        thread = new Thread(this::render, "saccade-render");
        thread.setDaemon(true);
        thread.start();
    }

    private void render() {
        PadPictures pictures = new PadPictures();
        try {
            while (true) {
                Batch batch = new Batch(new float[3 * size * PadPictures.PIXELS], new float[size * PadPictures.PIXELS]);
                for (int i = 0; i < size; i++) {
                    pictures.render(seed++, batch.pictures, batch.masks, i);
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
