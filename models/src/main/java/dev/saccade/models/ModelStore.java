package dev.saccade.models;

import dev.saccade.models.assembly.DraftPackage;
import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.Catalogue;
import dev.saccade.models.catalogue.CatalogueReader;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.onnx.ImportedModel;
import dev.saccade.models.pull.AssetCache;
import dev.saccade.models.pull.AssetPuller;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds models and clips by name or path, pulling what the catalogue has and this machine lacks. Any thread may use it. */
public final class ModelStore {
    private final Catalogue catalogue;
    private final AssetCache cache;
    private final AssetPuller puller;

    /**
     * Makes a store.
     *
     * @param catalogue what can be pulled
     * @param cache where it goes
     * @param environment variables for npm and apt-get, PATH among them
     */
    public ModelStore(Catalogue catalogue, AssetCache cache, Map<String, String> environment) {
        this.catalogue = catalogue;
        this.cache = cache;
        this.puller = new AssetPuller(catalogue, cache, environment);
    }

    /**
     * The shipped catalogue and this user's cache.
     *
     * @return a new store
     * @throws ModelsException when the installation is damaged
     */
    public static ModelStore open() throws ModelsException {
        return new ModelStore(CatalogueReader.shipped(), AssetCache.of(System.getenv()), System.getenv());
    }

    /** @return what can be pulled */
    public Catalogue catalogue() {
        return catalogue;
    }

    /** @return the cache's directory; may not exist yet */
    public Path cacheDirectory() {
        return cache.root();
    }

    /**
     * All assets, in the catalogue's order. Reads the disk, not the network.
     *
     * @return one status an asset
     * @throws ModelsException when the installation is damaged
     */
    public List<AssetStatus> list() throws ModelsException {
        List<AssetStatus> all = new ArrayList<>();
        for (Asset asset : catalogue.assets()) {
            all.add(new AssetStatus(asset, puller.cached(asset)));
        }
        return all;
    }

    /**
     * One asset.
     *
     * @param name of the catalogue, or an alias
     * @return its status
     * @throws ModelsException of kind USAGE when there is none of that name
     */
    public AssetStatus show(String name) throws ModelsException {
        Asset asset = catalogue.get(name);
        return new AssetStatus(asset, puller.cached(asset));
    }

    /**
     * Pulls an asset unless it is in the cache.
     *
     * @param name of the catalogue, or an alias
     * @param progress hears how it goes
     * @return its directory
     * @throws ModelsException of kind USAGE for an unknown name, NO_SOURCE when nothing delivered it
     */
    public Path pull(String name, PullProgress progress) throws ModelsException {
        return puller.pull(catalogue.get(name), progress);
    }

    /**
     * Puts a file that the user supplies into the cache.
     *
     * @param name of the catalogue, or an alias
     * @param file an archive of one of its sources, one of its files (the others beside it), or its model.onnx
     * @param progress hears how it goes
     * @return its directory
     * @throws ModelsException of kind USAGE for an unknown name, BAD_INPUT for a file with another hash
     */
    public Path pullFrom(String name, Path file, PullProgress progress) throws ModelsException {
        return puller.pullFrom(catalogue.get(name), file, progress);
    }

    /**
     * Finds a model package: a directory that exists wins over a catalogue name, which is pulled on first use.
     *
     * @param nameOrPath what the user gave
     * @param progress hears how a pull goes
     * @return directory of the package; its content is not checked here
     * @throws ModelsException of kind USAGE when it is neither, NO_SOURCE when it cannot be pulled
     */
    public Path resolveModel(String nameOrPath, PullProgress progress) throws ModelsException {
        Path path = Path.of(nameOrPath);
        return Files.isDirectory(path) ? path : puller.pull(modelAsset(nameOrPath), progress);
    }

    /**
     * Finds a model package as {@link #resolveModel} does, but pulls nothing.
     *
     * @param nameOrPath what the user gave
     * @return directory of the package, its content not checked; empty for a model of the catalogue that is not in the cache
     * @throws ModelsException of kind USAGE when it is neither
     */
    public Optional<Path> findModel(String nameOrPath) throws ModelsException {
        Path path = Path.of(nameOrPath);
        return Files.isDirectory(path) ? Optional.of(path) : puller.cached(modelAsset(nameOrPath));
    }

    /** The asset of what is no directory. */
    private Asset modelAsset(String nameOrPath) throws ModelsException {
        if (Files.exists(Path.of(nameOrPath))) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    nameOrPath + " is a file; a model is a directory with model.yaml, model.onnx and labels.txt"
                            + " ('saccade models import FILE --to DIR' makes one)");
        }
        Optional<Asset> asset = catalogue.find(nameOrPath);
        if (asset.isPresent() && asset.get().kind() == Asset.Kind.MODEL) {
            return asset.get();
        }
        if (nameOrPath.contains(File.separator)) {
            throw ModelsException.badInput(nameOrPath + ": no such model directory");
        }
        throw new ModelsException(
                ModelsException.Kind.USAGE,
                "no model '" + nameOrPath + "': neither a directory here nor a model of the catalogue"
                        + catalogue.hint(nameOrPath) + "; 'saccade models list' shows all names");
    }

    /**
     * Finds a clip or picture: a file that exists wins over one of the catalogue, which is pulled on first use.
     *
     * @param nameOrPath what the user gave
     * @param progress hears how a pull goes
     * @return the file, or empty when it is neither; the caller says so in its own words
     * @throws ModelsException of kind NO_SOURCE when it cannot be pulled
     */
    public Optional<Path> resolveFile(String nameOrPath, PullProgress progress) throws ModelsException {
        Path path = Path.of(nameOrPath);
        if (Files.exists(path)) {
            return Optional.of(path);
        }
        Optional<Asset> asset = catalogue.holderOf(nameOrPath);
        return asset.isEmpty()
                ? Optional.empty()
                : Optional.of(puller.pull(asset.get(), progress).resolve(nameOrPath));
    }

    /**
     * Converts a user's model file and writes a package for them to complete; what must be checked is marked CHECK in
     * its model.yaml.
     *
     * @param file a TensorFlow.js model.json with its shards beside it, or a .tflite
     * @param to directory to make; must not exist, or be empty; appears whole or not at all
     * @param request what to keep of the model
     * @return what was converted
     * @throws ModelsException of kind USAGE for an existing target, BAD_INPUT for a file that cannot be converted
     */
    public static ImportedModel importModel(Path file, Path to, ImportRequest request) throws ModelsException {
        return DraftPackage.write(file, to, request);
    }
}
