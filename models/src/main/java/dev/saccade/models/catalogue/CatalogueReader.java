package dev.saccade.models.catalogue;

import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Reads and checks a catalogue. */
public final class CatalogueReader {
    /** The catalogue that ships with Saccade. */
    private static final String SHIPPED = "/dev/saccade/models/catalogue.yaml";

    private CatalogueReader() {}

    /**
     * Reads the catalogue that ships with Saccade.
     *
     * @return the catalogue
     * @throws ModelsException when the installation is damaged
     */
    public static Catalogue shipped() throws ModelsException {
        try (InputStream in = CatalogueReader.class.getResourceAsStream(SHIPPED)) {
            if (in == null) {
                throw ModelsException.badInput("catalogue.yaml is missing from this installation; build Saccade again");
            }
            return read(in, "catalogue.yaml", "/dev/saccade/models/zoo/");
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.STORAGE, "catalogue.yaml cannot be read: " + e, e);
        }
    }

    /**
     * Reads a catalogue.
     *
     * @param in YAML, UTF-8; not closed here
     * @param name for messages
     * @param zoo resource directory of the package descriptions, ending in a slash
     * @return the catalogue
     * @throws ModelsException of kind BAD_INPUT, naming the key and the value
     */
    public static Catalogue read(InputStream in, String name, String zoo) throws ModelsException {
        Object document;
        try {
            document = new Load(LoadSettings.builder().setLabel(name).build()).loadFromInputStream(in);
        } catch (YamlEngineException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    name + ": " + e.getMessage().replaceAll("\\s+", " ").strip(),
                    e);
        }
        YamlMap root = YamlMap.of(name, document);
        if (root.positive("saccade-catalogue") != 1) {
            throw ModelsException.badInput(name + ": saccade-catalogue must be 1");
        }
        YamlMap shelf = root.map("shelf");
        String clip = shelf.text("clip");
        String model = shelf.text("model");
        shelf.finish();
        List<Asset> assets = new ArrayList<>();
        for (Object node : root.list("assets")) {
            assets.add(asset(YamlMap.of(name + " asset " + (assets.size() + 1), node)));
        }
        root.finish();
        Catalogue catalogue = new Catalogue(List.copyOf(assets), clip, model, zoo);
        checkNames(name, catalogue);
        return catalogue;
    }

    private static Asset asset(YamlMap map) throws ModelsException {
        List<AssetFile> files = new ArrayList<>();
        YamlMap fileMap = map.map("files");
        for (String file : fileMap.keys()) {
            if (!file.matches("[A-Za-z0-9_][A-Za-z0-9._-]*")) {
                throw ModelsException.badInput(map.text("name") + ".files: '" + file + "' is not a plain file name");
            }
            files.add(file(file, fileMap.map(file)));
        }
        List<AssetSource> sources = new ArrayList<>();
        for (Object node : map.list("sources")) {
            sources.add(source(YamlMap.of(map.text("name") + " source " + (sources.size() + 1), node), files));
        }
        if (files.isEmpty() || sources.isEmpty()) {
            throw ModelsException.badInput(map.text("name") + ": needs at least one file and one source");
        }
        Asset asset = new Asset(
                map.text("name"),
                map.texts("aliases"),
                map.choice("kind", Asset.Kind.class),
                map.text("about"),
                map.text("licence"),
                map.text("project"),
                List.copyOf(files),
                List.copyOf(sources),
                map.has("package") ? Optional.of(recipe(map.map("package"))) : Optional.empty());
        map.finish();
        if (asset.recipe().isPresent() != (asset.kind() == Asset.Kind.MODEL)) {
            throw ModelsException.badInput(asset.name() + ": 'package' belongs to kind model, and only to it");
        }
        return asset;
    }

    private static AssetFile file(String name, YamlMap map) throws ModelsException {
        AssetFile file = new AssetFile(name, map.sha256("sha256"), map.positive("size"));
        map.finish();
        return file;
    }

    private static AssetSource source(YamlMap map, List<AssetFile> files) throws ModelsException {
        AssetSource source;
        Map<String, String> delivered;
        if (map.has("npm")) {
            delivered = map.strings("entries");
            source = new AssetSource.Npm(map.text("npm"), map.sha256("sha256"), map.positive("size"), delivered);
        } else if (map.has("debian")) {
            delivered = map.strings("entries");
            source = new AssetSource.Debian(map.text("debian"), map.positive("size"), delivered);
        } else if (map.has("shipped")) {
            delivered = map.strings("shipped");
            source = new AssetSource.Shipped(delivered);
        } else {
            delivered = map.strings("https");
            source = new AssetSource.Https(delivered);
        }
        map.finish();
        for (AssetFile file : files) {
            if (!delivered.containsKey(file.name())) {
                throw ModelsException.badInput(source + ": does not say where " + file.name() + " is");
            }
        }
        return source;
    }

    private static PackageRecipe recipe(YamlMap map) throws ModelsException {
        List<Integer> size = new ArrayList<>();
        for (Object edge : map.list("input-size")) {
            size.add(edge instanceof Integer i ? i : 0);
        }
        PackageRecipe recipe = new PackageRecipe(
                map.choice("format", PackageRecipe.Format.class),
                map.text("from"),
                List.copyOf(size),
                map.strings("outputs"),
                map.has("labels") ? labels(map.map("labels")) : new PackageRecipe.Labels.Shelved(),
                file("model.onnx", map.map("model.onnx")),
                map.sha256("labels-sha256"));
        map.finish();
        return recipe;
    }

    private static PackageRecipe.Labels labels(YamlMap map) throws ModelsException {
        PackageRecipe.Labels labels =
                new PackageRecipe.Labels.InScript(map.text("file"), map.text("variable"), map.texts("first"));
        map.finish();
        return labels;
    }

    private static void checkNames(String name, Catalogue catalogue) throws ModelsException {
        Set<String> names = new HashSet<>();
        for (Asset asset : catalogue.assets()) {
            List<String> all = new ArrayList<>(asset.aliases());
            all.add(asset.name());
            for (String one : all) {
                if (!one.matches("[a-z0-9][a-z0-9._-]*") || !names.add(one)) {
                    throw ModelsException.badInput(
                            name + ": the name '" + one + "' is used twice, or is not lower-case a-z 0-9 . _ -");
                }
            }
        }
        for (String onShelf : List.of(catalogue.defaultClip(), catalogue.defaultModel())) {
            if (catalogue.find(onShelf).isEmpty()) {
                throw ModelsException.badInput(name + ".shelf: '" + onShelf + "' is not among the assets");
            }
        }
    }
}
