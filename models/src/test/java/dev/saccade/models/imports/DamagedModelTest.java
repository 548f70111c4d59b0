package dev.saccade.models.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.saccade.models.ModelsException;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.tfjs.TfjsImporter;
import dev.saccade.models.tflite.TfliteImporter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Truncated and altered files: the typed one-line exception, or a model, never anything else. */
class DamagedModelTest {
    private static final int TRIALS = Integer.getInteger("saccade.fuzz.trials", 1000);
    private static final long SEED = Long.getLong("saccade.fuzz.seed", System.nanoTime());

    @TempDir
    Path directory;

    @FunctionalInterface
    private interface Reader {
        void read(Path file) throws ModelsException;
    }

    private static TfjsFixture tfjs() {
        return new TfjsFixture(1, 8, 8, 3)
                .floats("w", Numbers.random(1, 3 * 3 * 3 * 4), 3, 3, 3, 4)
                .floats("b", new float[4], 4)
                .node("_FusedConv2D", "c", "x", "w", "b")
                .list("strides", 1, 2, 2, 1)
                .text("padding", "SAME")
                .texts("fused_ops", "BiasAdd", "Relu6")
                .integers("size", 8, 8)
                .node("ResizeBilinear", "r", "c", "size")
                .flag("half_pixel_centers", true)
                .integers("axes", 1, 2)
                .node("Mean", "m", "r", "axes")
                .flag("keep_dims", true)
                .integers("axis", 3)
                .node("Mul", "s", "r", "m")
                .node("ConcatV2", "y", "s", "r", "axis");
    }

    private static byte[] tflite() {
        TfliteFixture net = new TfliteFixture(1, 8, 8, 3);
        int w = net.floats(Numbers.random(2, 4 * 9 * 3), 4, 3, 3, 3);
        int b = net.floats(new float[4], 4);
        int size = net.integers(8, 8);
        int options = net.options(new int[][] {{1, 2, 0}, {2, 2, 0}, {3, 1, 1}});
        int c = net.operator(3, options, new int[] {1, 4, 4, 4}, 0, w, b);
        int resize = net.options(new int[][] {{3, 1, 1}});
        int r = net.operator(23, resize, new int[] {1, 8, 8, 4}, c, size);
        net.operator(0, 0, new int[] {1, 8, 8, 4}, r, r);
        return net.bytes();
    }

    @Test
    void shouldReadTheUndamagedFiles() throws Exception {
        assertThat(tfjs().read(directory).outputs().get("y")).containsExactly(1, 8, 8, 8);
        Path file = Files.write(directory.resolve("m.tflite"), tflite());
        assertThat(TfliteImporter.read(file, ImportRequest.WHOLE).outputs()).hasSize(1);
    }

    @Test
    void shouldRefuseEveryTruncation() throws Exception {
        byte[] whole = tflite();
        Path file = directory.resolve("cut.tflite");
        for (int length = 0; length < whole.length; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            tryRead(file, length, f -> TfliteImporter.read(f, ImportRequest.WHOLE));
        }
        Path model = tfjs().write(directory);
        byte[] json = Files.readAllBytes(model);
        for (int length = 0; length < json.length - 1; length += 7) {
            Files.write(model, Arrays.copyOf(json, length));
            int cut = length;
            tryRead(model, length, f -> {
                TfjsImporter.read(f, request());
                throw new AssertionError("JSON cut at " + cut + " was accepted");
            });
        }
    }

    @Test
    void shouldRefuseShardOfAnotherLength() throws Exception {
        Path model = tfjs().write(directory);
        byte[] shard = Files.readAllBytes(directory.resolve("shard.bin"));
        for (int length : new int[] {0, 1, shard.length - 1, shard.length + 1}) {
            Files.write(directory.resolve("shard.bin"), Arrays.copyOf(shard, length));
            try {
                TfjsImporter.read(model, request());
                fail("shard of %d bytes was accepted", length);
            } catch (ModelsException e) {
                assertThat(e).hasMessageContaining("shard");
            }
        }
    }

    @Test
    void shouldNeverFailOtherwiseOnAlteredFlatbuffer() throws Exception {
        alter(tflite(), directory.resolve("altered.tflite"), f -> TfliteImporter.read(f, ImportRequest.WHOLE));
    }

    @Test
    void shouldNeverFailOtherwiseOnAlteredJson() throws Exception {
        Path model = tfjs().write(directory);
        alter(Files.readAllBytes(model), model, f -> TfjsImporter.read(f, request()));
    }

    private static ImportRequest request() {
        return new ImportRequest(java.util.List.of(), java.util.Map.of("y", "y"));
    }

    private static void alter(byte[] whole, Path file, Reader reader) throws Exception {
        for (int trial = 0; trial < TRIALS; trial++) {
            long seed = SEED + trial;
            Random random = new Random(seed);
            byte[] altered = whole.clone();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                int at = random.nextInt(altered.length);
                altered[at] = random.nextBoolean()
                        ? (byte) (altered[at] ^ 1 << random.nextInt(8))
                        : (byte) random.nextInt(256);
            }
            Files.write(file, altered);
            tryRead(file, seed, reader);
        }
    }

    private static void tryRead(Path file, long seed, Reader reader) {
        try {
            reader.read(file);
        } catch (ModelsException e) {
            assertThat(e.getMessage()).as("seed %d", seed).doesNotContain("\n").contains(file.toString());
        } catch (RuntimeException | Error e) {
            throw new AssertionError("seed " + seed + " of " + file.getFileName() + ": " + e, e);
        }
    }
}
