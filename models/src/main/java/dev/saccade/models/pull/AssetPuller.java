package dev.saccade.models.pull;

import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import dev.saccade.models.assembly.PackageAssembler;
import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.AssetFile;
import dev.saccade.models.catalogue.AssetSource;
import dev.saccade.models.catalogue.Catalogue;
import dev.saccade.models.catalogue.PackageRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings assets into the cache: whichever source answers, the hash decides. Any thread may use it. */
public final class AssetPuller {
    private static final int REVISION_DIGITS = 12;

    private final Catalogue catalogue;
    private final AssetCache cache;
    private final SourceClients clients;

    /**
     * Makes a puller.
     *
     * @param catalogue what can be pulled
     * @param cache where it goes
     * @param environment variables for npm and apt-get, PATH among them
     */
    public AssetPuller(Catalogue catalogue, AssetCache cache, Map<String, String> environment) {
        this(catalogue, cache, environment, SourceClients.Limits.USUAL);
    }

    AssetPuller(Catalogue catalogue, AssetCache cache, Map<String, String> environment, SourceClients.Limits limits) {
        this.catalogue = catalogue;
        this.cache = cache;
        this.clients = new SourceClients(environment, limits);
    }

    /**
     * Where an asset is or will be. The directory's name changes when the asset's content in the catalogue does, so an
     * older one is never taken for it.
     *
     * @param asset of the catalogue
     * @return its directory in the cache
     * @throws ModelsException when the installation lacks its description
     */
    public Path place(Asset asset) throws ModelsException {
        StringBuilder content = new StringBuilder();
        if (asset.recipe().isPresent()) {
            PackageRecipe recipe = asset.recipe().get();
            content.append(recipe.model().sha256())
                    .append(recipe.labelsSha256())
                    .append(PackageAssembler.description(catalogue, asset));
        } else {
            asset.files().forEach(file -> content.append(file.sha256()));
        }
        String hash = Sha256.of(content.toString().getBytes(StandardCharsets.UTF_8));
        return cache.place(asset.name(), hash.substring(0, REVISION_DIGITS));
    }

    /**
     * Looks in the cache only.
     *
     * @param asset of the catalogue
     * @return its directory, when it is there with files of the right length
     * @throws ModelsException when the installation lacks its description
     */
    public Optional<Path> cached(Asset asset) throws ModelsException {
        Path place = place(asset);
        if (asset.recipe().isPresent()
                && !(Files.exists(place.resolve(PackageAssembler.DESCRIPTION))
                        && Files.exists(place.resolve(PackageAssembler.LABELS)))) {
            return Optional.empty();
        }
        List<AssetFile> files =
                asset.recipe().map(recipe -> List.of(recipe.model())).orElse(asset.files());
        for (AssetFile file : files) {
            try {
                if (Files.size(place.resolve(file.name())) != file.size()) {
                    return Optional.empty();
                }
            } catch (IOException e) {
                return Optional.empty();
            }
        }
        return Optional.of(place);
    }

    /**
     * Brings an asset into the cache, unless it is there.
     *
     * @param asset of the catalogue
     * @param progress hears how it goes
     * @return its directory
     * @throws ModelsException of kind NO_SOURCE, naming each source that was tried and why it failed
     */
    public Path pull(Asset asset, PullProgress progress) throws ModelsException {
        Optional<Path> there = cached(asset);
        return there.isPresent()
                ? there.get()
                : cache.exclusively(asset.name(), progress, work -> {
                    Optional<Path> meanwhile = cached(asset);
                    return meanwhile.isPresent() ? meanwhile.get() : fetch(asset, work, progress);
                });
    }

    /**
     * Brings an asset into the cache from a file that the user supplies, unless it is there.
     *
     * @param asset of the catalogue
     * @param given an archive that one of its sources serves, one of its files (the others beside it), or its model.onnx
     * @param progress hears how it goes
     * @return its directory
     * @throws ModelsException of kind BAD_INPUT, naming the file, the expected and the actual hash
     */
    public Path pullFrom(Asset asset, Path given, PullProgress progress) throws ModelsException {
        if (!Files.isReadable(given) || Files.isDirectory(given)) {
            throw ModelsException.badInput(given + ": no such file, or it cannot be read");
        }
        return cache.exclusively(asset.name(), progress, work -> {
            Path files = Files.createDirectory(work.resolve("files"));
            try {
                new GivenFile(asset, given, clients).collect(files, ear(asset, progress));
            } catch (Refusal e) {
                throw new ModelsException(ModelsException.Kind.BAD_INPUT, given + ": " + e.getMessage(), e);
            }
            return finish(asset, files, work, progress);
        });
    }

    private Path fetch(Asset asset, Path work, PullProgress progress) throws IOException, ModelsException {
        List<String> reasons = new ArrayList<>();
        for (AssetSource source : asset.sources()) {
            progress.noted(asset.name(), asset.name() + ": trying " + source.label());
            Path attempt = Files.createDirectory(work.resolve("source-" + reasons.size()));
            Path files = Files.createDirectory(work.resolve("files-" + reasons.size()));
            try {
                clients.fetch(asset, source, attempt, files, ear(asset, progress));
                verify(asset, files);
                return finish(asset, files, work, progress);
            } catch (Refusal e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw new ModelsException(
                            ModelsException.Kind.STORAGE, "interrupted while pulling " + asset.name(), e);
                }
                reasons.add(source.label() + ": " + e.getMessage());
                progress.noted(asset.name(), asset.name() + ": " + reasons.get(reasons.size() - 1));
                Trees.delete(attempt);
            }
        }
        throw new ModelsException(
                ModelsException.Kind.NO_SOURCE,
                asset.name() + ": no source delivered it (" + String.join("; ", reasons) + "); supply it by hand: "
                        + GivenFile.instructions(asset));
    }

    private Path finish(Asset asset, Path files, Path work, PullProgress progress) throws IOException, ModelsException {
        Path place = place(asset);
        Path finished = files;
        if (asset.recipe().isPresent()) {
            progress.advanced(asset.name(), PullProgress.Phase.IMPORT, 0, -1);
            finished = Files.createDirectory(work.resolve("package"));
            PackageAssembler.assemble(catalogue, asset, files, finished);
        }
        if (Files.exists(place)) {
            Files.move(place, work.resolve("damaged"));
        }
        Trees.publish(finished, place);
        long bytes = Trees.size(place);
        progress.advanced(asset.name(), PullProgress.Phase.DONE, bytes, bytes);
        return place;
    }

    /** Refuses a directory that lacks a file of the asset or has other bytes in it. */
    static void verify(Asset asset, Path files) throws Refusal, IOException {
        for (AssetFile file : asset.files()) {
            Path path = files.resolve(file.name());
            if (!Files.isRegularFile(path)) {
                throw new Refusal("it has no " + file.name());
            }
            String got = Sha256.of(path);
            if (!got.equals(file.sha256())) {
                throw Refusal.hash(file.name(), file.sha256(), got);
            }
        }
    }

    private static SourceClients.Ear ear(Asset asset, PullProgress progress) {
        return new SourceClients.Ear() {
            @Override
            public void fetched(long bytes, long total) {
                progress.advanced(asset.name(), PullProgress.Phase.FETCH, bytes, total);
            }

            @Override
            public void unpacked(long bytes, long total) {
                progress.advanced(asset.name(), PullProgress.Phase.EXTRACT, bytes, total);
            }
        };
    }
}
