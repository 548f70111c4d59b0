package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** Brings blobs into the cache: those that are there already cost nothing, those that were begun go on. One thread. */
final class BlobFetch {
    private final OciAddress address;
    private final RegistryLink link;
    private final Persistence persistence;
    private final BlobCache cache;
    private final PullProgress progress;

    BlobFetch(OciAddress address, RegistryLink link, Persistence persistence, BlobCache cache, PullProgress progress) {
        this.address = address;
        this.link = link;
        this.persistence = persistence;
        this.cache = cache;
        this.progress = progress;
    }

    /** One small blob. */
    Path one(VersionArtifact.Part part) throws IOException, ModelsException {
        return fetch(part.digest(), part.bytes(), part.path(), bytes -> {});
    }

    /** Every file of a version that is not empty, by its SHA-256. */
    Map<String, Path> all(VersionManifest manifest) throws IOException, ModelsException {
        long total = manifest.files().stream().mapToLong(VersionFile::bytes).sum();
        Map<String, Path> arrived = new HashMap<>();
        long before = 0;
        for (VersionFile file : manifest.files()) {
            long base = before;
            if (file.bytes() > 0 && !arrived.containsKey(file.sha256())) {
                LongConsumer heard =
                        bytes -> progress.advanced(address.toString(), PullProgress.Phase.FETCH, base + bytes, total);
                arrived.put(
                        file.sha256(), fetch(VersionArtifact.SHA256 + file.sha256(), file.bytes(), file.path(), heard));
            }
            before += file.bytes();
        }
        return arrived;
    }

    private Path fetch(String digest, long size, String path, LongConsumer heard) throws IOException, ModelsException {
        Optional<Path> here = cache.find(digest);
        if (here.isPresent()) {
            return here.get();
        }
        boolean continued = cache.present(digest) > 0;
        Optional<Path> whole = arrive(digest, size, heard);
        if (whole.isEmpty() && continued) {
            // What was there from an earlier pull may have been the wrong half.
            whole = arrive(digest, size, heard);
        }
        return whole.orElseThrow(() -> ModelsException.badInput(address + ": " + path + " came with other bytes than "
                + digest + "; the registry's storage or the way to it is damaged, push the version again"));
    }

    private Optional<Path> arrive(String digest, long size, LongConsumer heard) throws IOException, ModelsException {
        persistence.persist(() -> present(digest), () -> {
            if (cache.present(digest) != size) {
                link.fetch(digest, size, cache.part(digest), heard);
            }
            return size;
        });
        return cache.keep(digest);
    }

    private long present(String digest) {
        try {
            return cache.present(digest);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
