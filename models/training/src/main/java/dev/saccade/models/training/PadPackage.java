package dev.saccade.models.training;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.LocalDate;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The files of the model package, and its entry's hashes in the catalogue. */
final class PadPackage {
    private static final String LABELS = "ground\nlanding-pad\n";
    private static final Pattern ENTRY =
            Pattern.compile("(model\\.onnx: \\{sha256: )[0-9a-f]{64}, size: \\d+(\\} *# landing-pad)");

    private PadPackage() {}

    static void write(Path directory, byte[] onnx, String provenance) throws IOException {
        Files.createDirectories(directory);
        Files.write(directory.resolve("model.onnx"), onnx);
        Files.writeString(directory.resolve("labels.txt"), LABELS);
        Files.writeString(directory.resolve("model.yaml"), """
                saccade: 1
                name: landing-pad
                task: segmentation
                input:
                  tensor: picture
                  size: [160, 120]
                  colour: RGB
                  resize: stretch
                  scale: 0.00392156862745098   # 1/255
                  layout: NCHW
                  type: fp32
                decoder:
                  kind: sigmoid-mask
                  mask: pad                    # [1, 1, 120, 160], sigmoid done
                  logits: false
                  threshold: 0.5
                provenance:
                """ + provenance);
    }

    static String provenance(byte[] onnx, int steps, int seed, double iou, int pictures) {
        StringBuilder text = new StringBuilder();
        entry(text, "source", "trained by models/train-landing-pad of this repository");
        entry(text, "licence", "Apache-2.0");
        entry(text, "sha256", sha256(onnx));
        entry(text, "trained-by", "Saccade, DJL with PyTorch on the CPU");
        entry(text, "trained-on", LocalDate.now(java.time.ZoneOffset.UTC).toString());
        entry(
                text,
                "data",
                "dev.saccade.scene.landing.LandingSample, 320x240 halved, seeds " + PadTrainer.FIRST_SEED + " to "
                        + (PadTrainer.FIRST_SEED + (long) steps * PadTrainer.BATCH - 1) + ", each seen once");
        entry(
                text,
                "parameters",
                "Adam " + PadTrainer.RATE + " to " + PadTrainer.LAST_RATE + " by a cosine, " + steps + " steps of "
                        + PadTrainer.BATCH + ", cross-entropy + Dice, seed " + seed);
        entry(text, "held-out-seeds", PadTrainer.HELD_OUT + " to " + (PadTrainer.HELD_OUT + pictures - 1));
        entry(text, "held-out-mean-iou", String.format(Locale.ROOT, "%.4f", iou));
        return text.toString();
    }

    private static void entry(StringBuilder text, String key, String value) {
        text.append("  ").append(key).append(": ").append(value).append('\n');
    }

    /** Puts the new model's hash and size where the catalogue's comment says landing-pad. */
    static void enter(Path catalogue, byte[] onnx) throws IOException {
        Matcher entries = ENTRY.matcher(Files.readString(catalogue));
        String changed = entries.replaceAll(m -> m.group(1) + sha256(onnx) + ", size: " + onnx.length + m.group(2));
        Path part = catalogue.resolveSibling("catalogue.yaml.part");
        Files.writeString(part, changed, StandardCharsets.UTF_8);
        Files.move(part, catalogue, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
