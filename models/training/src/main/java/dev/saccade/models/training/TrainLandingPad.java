package dev.saccade.models.training;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Trains the landing-pad network and writes its package into the zoo, when it is good enough:
 * {@code TrainLandingPad RESOURCES [STEPS]}, where RESOURCES holds {@code catalogue.yaml} and {@code zoo/}.
 */
public final class TrainLandingPad {
    private static final int STEPS = 1400;
    private static final int SEED = 1;
    private static final int HELD_OUT = 1000;
    private static final int COMPARED = 64;
    private static final double LEAST_IOU = 0.9;
    private static final double MOST_DIFFERENCE = 1e-3;
    private static final int MOST_BYTES = 500_000;

    private TrainLandingPad() {}

    /**
     * Trains.
     *
     * @param args directory of the models module's resources, and the number of steps unless the usual
     * @throws Exception when training, reading or writing fails, or the result is not good enough
     */
    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        Path resources = Path.of(args[0]);
        int steps = args.length > 1 ? Integer.parseInt(args[1]) : STEPS;
        long startNs = System.nanoTime();
        Path work = Files.createTempDirectory("saccade-training");
        System.out.println("what is not good enough stays in " + work);
        try (PadTrainer trainer = new PadTrainer(steps, SEED)) {
            trainer.train(steps);
            System.out.printf("trained in %.0f s%n", (System.nanoTime() - startNs) / 1e9);
            byte[] onnx = PadOnnx.write(trainer.network());
            PadPackage.write(work.resolve("landing-pad"), onnx, "  source: untested\n");
            Overlap overlap = measure(trainer, work);
            System.out.printf("%d bytes; %s%n", onnx.length, overlap);
            require(onnx.length < MOST_BYTES, "the model has " + onnx.length + " bytes, " + MOST_BYTES + " at most");
            require(overlap.mean() > LEAST_IOU, overlap + "; " + LEAST_IOU + " is asked for");
            Path zoo = resources.resolve("zoo/landing-pad");
            PadPackage.write(zoo, onnx, PadPackage.provenance(onnx, steps, SEED, overlap.mean(), HELD_OUT));
            PadPackage.enter(resources.resolve("catalogue.yaml"), onnx);
            System.out.println("wrote " + zoo);
        }
        delete(work);
    }

    /** What ONNX Runtime sees in the held-out pictures; on the first of them it must agree with PyTorch. */
    private static Overlap measure(PadTrainer trainer, Path work) throws Exception {
        Overlap overlap = new Overlap();
        PadPictures pictures = new PadPictures();
        float[] picture = new float[3 * PadPictures.PIXELS];
        float[] mask = new float[PadPictures.PIXELS];
        double difference = 0;
        try (PadEngine engine = new PadEngine(work.resolve("landing-pad"), work.resolve("cache"))) {
            for (int i = 0; i < HELD_OUT; i++) {
                pictures.render(PadTrainer.HELD_OUT + i, picture, mask, 0);
                float[] found = engine.see(picture, 0);
                overlap.add(found, mask, 0);
                if (i < COMPARED) {
                    difference = Math.max(difference, difference(found, trainer.see(picture, 1)));
                }
            }
        }
        System.out.printf("greatest difference of ONNX Runtime to PyTorch %.1e%n", difference);
        require(difference < MOST_DIFFERENCE, "ONNX Runtime gives other values than PyTorch, by " + difference);
        return overlap;
    }

    private static double difference(float[] a, float[] b) {
        double most = 0;
        for (int i = 0; i < a.length; i++) {
            most = Math.max(most, Math.abs(a[i] - b[i]));
        }
        return most;
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalStateException(message + "; the package in the zoo stays as it was");
        }
    }

    private static void delete(Path directory) throws java.io.IOException {
        try (var all = Files.walk(directory)) {
            for (Path path : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
