package dev.saccade.models.training;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.Locale;

/** Trains a {@link PadNetwork} on pictures that nobody has seen before: every batch is rendered anew. */
final class PadTrainer implements AutoCloseable {
    static final int BATCH = 16;
    static final float RATE = 4e-3f;
    static final float LAST_RATE = 5e-5f;
    /** Training seeds count up from here, held-out seeds from {@link #HELD_OUT}: far apart, so that they never meet. */
    static final long FIRST_SEED = 1_000_000;

    static final long HELD_OUT = 900_000_000;
    private static final int EVERY = 50;

    private final Model model;
    private final PadNetwork network = new PadNetwork();
    private final Trainer trainer;

    PadTrainer(int steps, int seed) {
        model = Model.newInstance("landing-pad", Device.cpu(), "PyTorch");
        model.getNDManager().getEngine().setRandomSeed(seed);
        model.setBlock(network);
        Tracker rate = Tracker.cosine()
                .setBaseValue(RATE)
                .optFinalValue(LAST_RATE)
                .setMaxUpdates(steps)
                .build();
        trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())
                .optInitializer(new XavierInitializer(), "weight")
                .optDevices(new Device[] {Device.cpu()})
                .optOptimizer(Optimizer.adam().optLearningRateTracker(rate).build()));
        trainer.initialize(shape(BATCH));
    }

    PadNetwork network() {
        return network;
    }

    void train(int steps) throws InterruptedException {
        try (PadBatches batches = new PadBatches(FIRST_SEED, BATCH)) {
            double sum = 0;
            for (int step = 1; step <= steps; step++) {
                sum += step(batches.next());
                if (step % EVERY == 0) {
                    System.out.printf(Locale.ROOT, "step %d of %d: loss %.4f%n", step, steps, sum / EVERY);
                    sum = 0;
                }
            }
        }
    }

    private double step(PadBatches.Batch batch) {
        try (NDManager manager = trainer.getManager().newSubManager()) {
            NDArray pictures = manager.create(batch.pictures(), shape(BATCH));
            NDArray masks = manager.create(batch.masks(), maskShape(BATCH));
            double loss;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDArray logits = trainer.forward(new NDList(pictures)).singletonOrThrow();
                NDArray value = loss(logits, masks);
                collector.backward(value);
                loss = value.getFloat();
            }
            trainer.step();
            return loss;
        }
    }

    /** Cross-entropy, which tells each pixel, plus the Dice loss, which weighs small pads like large ones. */
    private static NDArray loss(NDArray logits, NDArray masks) {
        NDArray entropy = logits.maximum(0)
                .sub(logits.mul(masks))
                .add(logits.abs().neg().exp().add(1).log())
                .mean();
        NDArray shares = logits.getNDArrayInternal().sigmoid();
        int[] picture = {1, 2, 3};
        NDArray both = shares.mul(masks).sum(picture);
        NDArray all = shares.add(masks).sum(picture);
        NDArray dice = both.mul(2).add(1).div(all.add(1)).neg().add(1).mean();
        return entropy.add(dice);
    }

    /** @return the pad's probability in pictures, by PyTorch */
    float[] see(float[] pictures, int count) {
        try (NDManager manager = model.getNDManager().newSubManager()) {
            ParameterStore parameters = new ParameterStore(manager, false);
            NDArray input = manager.create(pictures, shape(count));
            NDArray logits =
                    network.forward(parameters, new NDList(input), false).singletonOrThrow();
            return logits.getNDArrayInternal().sigmoid().toFloatArray();
        }
    }

    private static Shape shape(int count) {
        return new Shape(count, 3, PadPictures.HEIGHT, PadPictures.WIDTH);
    }

    private static Shape maskShape(int count) {
        return new Shape(count, 1, PadPictures.HEIGHT, PadPictures.WIDTH);
    }

    @Override
    public void close() {
        trainer.close();
        model.close();
    }
}
