package dev.saccade.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged packages are read or refused in one line; nothing else ever comes out. */
class ModelPackageFuzzTest {
    private static final String[] PIECES = {
        "{",
        "}",
        "[",
        "]",
        ": ",
        "- ",
        "\n",
        "\t",
        "&a ",
        "*a",
        "!!str ",
        "? ",
        "| ",
        "> ",
        "'",
        "\"",
        "#",
        "%",
        "---\n",
        "...\n",
        "\\u0000",
        "\u2028",
        "\uFEFF",
        "\uD83D\uDE00",
        "1e999",
        "-0",
        "null",
        "~",
        "<<: ",
        "@",
        "`",
        ",",
        "  "
    };

    @TempDir
    Path directory;

    @Test
    void shouldReadOrRefuseDamagedDescriptions() {
        long seed = Long.getLong("saccade.seed", System.nanoTime());
        PackageDirectory files = new PackageDirectory(directory);
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 1500; i++) {
            byte[] yaml = damaged(new Random(seed + i));
            files.file("model.yaml", yaml);
            try {
                assertThat(ModelPackages.read(directory).labels()).hasSize(2);
                read++;
            } catch (PackageException e) {
                assertThat(e.getMessage())
                        .as("seed %d, model.yaml:%n%s", seed + i, new String(yaml, StandardCharsets.UTF_8))
                        .startsWith(directory.toString())
                        .doesNotContain("\n", "\r")
                        .matches("(?s).+: .+: .*: .+; .+");
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError(
                        "saccade.seed=" + (seed + i) + ": " + new String(yaml, StandardCharsets.UTF_8), e);
            }
        }
        assertThat(read).as("seed %d: some damage is harmless", seed).isPositive();
        assertThat(refused).as("seed %d: most damage is not", seed).isGreaterThan(750);
    }

    private static byte[] damaged(Random random) {
        StringBuilder yaml = new StringBuilder(PackageDirectory.DETECTION);
        int cuts = 1 + random.nextInt(3);
        for (int i = 0; i < cuts; i++) {
            int from = random.nextInt(yaml.length());
            int to = Math.min(yaml.length(), from + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> yaml.delete(from, to);
                case 1 -> yaml.insert(from, PIECES[random.nextInt(PIECES.length)]);
                case 2 -> yaml.insert(random.nextInt(yaml.length()), yaml.substring(from, to));
                default -> yaml.setCharAt(from, (char) random.nextInt(256));
            }
        }
        byte[] bytes = yaml.toString().getBytes(StandardCharsets.UTF_8);
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }
}
