package dev.saccade.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every package that the reference shows can be read, and it shows one for each decoder and names each key. */
class ModelYamlDocTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);

    @TempDir
    Path directory;

    @Test
    void shouldShowPackagesThatCanBeRead() throws IOException, PackageException {
        PackageDirectory files = new PackageDirectory(directory);
        Set<DecoderKind> shown = EnumSet.noneOf(DecoderKind.class);
        Matcher blocks = BLOCK.matcher(reference());
        while (blocks.find()) {
            files.file("model.yaml", blocks.group(1));
            if (blocks.group(1).contains("label: ")) {
                Files.deleteIfExists(directory.resolve("labels.txt"));
            } else {
                files.file("labels.txt", "person\n");
            }
            shown.add(DecoderKind.of(ModelPackages.read(directory)));
        }
        shown.add(DecoderKind.SOFTMAX); // shares its section, and its form, with logits
        assertThat(shown).containsExactly(DecoderKind.values());
    }

    @Test
    void shouldNameEveryDecoderAndItsKeys() throws IOException {
        String reference = reference();
        for (DecoderKind kind : DecoderKind.values()) {
            assertThat(reference).contains("[`" + kind.yamlName() + "`](#");
            for (DecoderKey key : kind.keys()) {
                assertThat(reference).as(kind.yamlName()).contains("| `" + key.name() + "` |");
            }
        }
    }

    private static String reference() throws IOException {
        return Files.readString(Path.of(System.getProperty("saccade.root"), "docs", "model-yaml.md"));
    }
}
