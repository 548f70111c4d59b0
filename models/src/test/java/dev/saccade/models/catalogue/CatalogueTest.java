package dev.saccade.models.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.fuzz.Mutation;
import dev.saccade.models.ModelsException;
import dev.saccade.models.assembly.PackageAssembler;
import dev.saccade.models.pull.Sha256;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

class CatalogueTest {
    private static final String GOOD = """
            saccade-catalogue: 1
            shelf: {clip: a, model: a}
            assets:
              - name: a
                kind: clip
                about: x
                licence: x
                project: x
                files:
                  a.bin: {sha256: 0123456789012345678901234567890123456789012345678901234567890123, size: 3}
                sources:
                  - https: {a.bin: "https://example.org/a.bin"}
            """;

    private static Catalogue read(String yaml) throws ModelsException {
        byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
        return CatalogueReader.read(new ByteArrayInputStream(bytes), "test.yaml", "/none/");
    }

    @Test
    void shouldReadOrRefuseDamagedCatalogues() throws Exception {
        long seed = Long.getLong("saccade.seed", 20261124L);
        byte[] whole = GOOD.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 1000; i++) {
            byte[] damaged = Mutation.damaged(whole, new Random(seed + i));
            Mutation.read(
                    "saccade.seed=" + (seed + i),
                    ModelsException.class,
                    () -> CatalogueReader.read(new ByteArrayInputStream(damaged), "test.yaml", "/none/"));
        }
    }

    @Test
    void shouldOfferSeveralSourcesForEachAssetThatIsFetched() throws Exception {
        for (Asset asset : CatalogueReader.shipped().assets()) {
            boolean isPartOfTheProgram = asset.sources().get(0) instanceof AssetSource.Shipped;
            assertThat(asset.sources()).as(asset.name()).hasSizeGreaterThan(isPartOfTheProgram ? 0 : 1);
            assertThat(asset.licence()).as(asset.name()).isNotBlank();
            for (AssetSource source : asset.sources()) {
                if (source instanceof AssetSource.Https https) {
                    https.addresses().values().forEach(a -> assertThat(URI.create(a))
                            .hasScheme("https"));
                }
            }
        }
    }

    @Test
    void shouldDescribeEveryShippedModelAsItsCatalogueEntryDoes() throws Exception {
        Catalogue catalogue = CatalogueReader.shipped();
        for (Asset asset : catalogue.assets()) {
            if (asset.recipe().isEmpty()) {
                continue;
            }
            PackageRecipe recipe = asset.recipe().get();
            Object yaml = new Load(LoadSettings.builder().build())
                    .loadFromString(PackageAssembler.description(catalogue, asset));
            assertThat(yaml).isInstanceOf(Map.class);
            Map<?, ?> model = (Map<?, ?>) yaml;
            assertThat(model.get("name")).isEqualTo(asset.name());
            Map<?, ?> provenance = (Map<?, ?>) model.get("provenance");
            assertThat(provenance.get("sha256")).isEqualTo(recipe.model().sha256());
            assertThat(asset.file(recipe.from())).isPresent();
            Map<?, ?> decoder = (Map<?, ?>) model.get("decoder");
            assertThat(decoder.values().stream().map(String::valueOf).toList())
                    .containsAll(recipe.outputs().keySet());
            if (recipe.labels() instanceof PackageRecipe.Labels.Shelved) {
                String resource = catalogue.zoo() + asset.name() + "/labels.txt";
                try (InputStream in = CatalogueTest.class.getResourceAsStream(resource)) {
                    assertThat(Sha256.of(in.readAllBytes())).isEqualTo(recipe.labelsSha256());
                }
            }
        }
    }

    @Test
    void shouldPutClipAndDetectorOnTheShelf() throws Exception {
        Catalogue catalogue = CatalogueReader.shipped();
        assertThat(catalogue.get(catalogue.defaultClip()).kind()).isEqualTo(Asset.Kind.CLIP);
        assertThat(catalogue.get(catalogue.defaultModel()).kind()).isEqualTo(Asset.Kind.MODEL);
        assertThat(catalogue.get("person-detector").name()).isEqualTo("centernet-coco");
        assertThat(catalogue.holderOf("messi5.jpg").orElseThrow().name()).isEqualTo("opencv-pictures");
        assertThat(catalogue.holderOf("centernet.bin")).isEmpty();
    }

    @Test
    void shouldSuggestTheNearestName() throws Exception {
        Catalogue catalogue = CatalogueReader.shipped();
        assertThatThrownBy(() -> catalogue.get("centrenet-coco"))
                .hasMessageContaining("did you mean 'centernet-coco'?")
                .hasMessageContaining("saccade models list");
        assertThatThrownBy(() -> catalogue.get("mobilenet")).hasMessageContaining("'mobilenet-imagenet'");
        assertThatThrownBy(() -> catalogue.get("zzzzzzzz")).hasMessageNotContaining("did you mean");
    }

    @Test
    void shouldReadSmallestCatalogue() throws Exception {
        assertThat(read(GOOD).assets()).extracting(Asset::name).isEqualTo(List.of("a"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "size: 3|size: 0|files.a.bin.size: '0' is not",
                "sha256: 0123|sha256: X123|files.a.bin.sha256: 'X123",
                "kind: clip|kind: film|kind: 'film' is not one of",
                "licence: x|license: x|'licence' is missing",
                "about: x|colour: x|'about' is missing",
                "kind: clip|kind: clip, kind: clip|test.yaml",
                "a.bin: {sha|../a.bin: {sha|is not a plain file name",
                "https: {a.bin|https: {b.bin|does not say where a.bin is",
                "model: a}|model: b}|'b' is not among the assets",
                "saccade-catalogue: 1|saccade-catalogue: 2|must be 1",
                "name: a|name: A|'A' is used twice, or is not lower-case",
                "kind: clip|kind: model|'package' belongs to kind model",
                "assets:|assets: [|test.yaml"
            })
    void shouldRefuseBrokenCatalogue(String from, String to, String message) {
        assertThat(GOOD).contains(from);
        assertThatThrownBy(() -> read(GOOD.replace(from, to)))
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.BAD_INPUT))
                .hasMessageContaining(message);
    }

    @Test
    void shouldRefuseUnknownKey() {
        assertThatThrownBy(() -> read(GOOD.replace("    kind: clip", "    kind: clip\n    colour: red")))
                .hasMessageContaining("unknown key 'colour'; known here: [about,");
    }
}
