package dev.saccade.models.registry;

import dev.saccade.model.PackageException;
import dev.saccade.model.SharedCache;
import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.pull.Trees;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.models.repository.VersionDraft;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionSignature;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fetches versions from a registry into a repository. A version that is not believed is not fetched, and none becomes
 * visible that is not believed and whole. What a pull that was cut off has fetched is kept for the next. Any number of
 * processes; one object, one thread.
 */
public final class VersionPull {
    /** Left free on the disk in any case. */
    private static final long MARGIN = 64L << 20;

    private final RegistryAccess access;
    private final Path blobs;
    private final PullProgress progress;

    /**
     * Makes a pull.
     *
     * @param access how registries are spoken to
     * @param blobs directory where blobs lie on their way
     * @param progress hears how it goes, on the caller's thread
     */
    public VersionPull(RegistryAccess access, Path blobs, PullProgress progress) {
        this.access = access;
        this.blobs = blobs;
        this.progress = progress;
    }

    /** @return where blobs usually lie on their way */
    public static Path usualBlobs() {
        return SharedCache.directory("blobs");
    }

    /**
     * Fetches a version. One that is here already is not fetched again.
     *
     * @param from where it lies; without tag and digest, the highest number among the tags
     * @param into the repository, where it keeps its name and number
     * @param trust whom this machine believes
     * @return the version
     * @throws ModelsException of kind BAD_INPUT when it is not there, not believed or not whole, when its number names
     *     another version here, or when a login is needed; NO_SOURCE when the registry cannot be reached; STORAGE when
     *     there is no room
     */
    public StoredVersion pull(OciAddress from, ModelRepository into, TrustStore trust) throws ModelsException {
        RegistryLink link = new RegistryLink(from, access);
        Persistence persistence = new Persistence(from, access.patience(), progress);
        OciAddress address =
                from.tag().isEmpty() && from.digest().isEmpty() ? newest(from, persistence.persist(link::tags)) : from;
        VersionArtifact artifact = artifact(address, link, persistence);
        try (BlobCache cache = BlobCache.open(blobs, address.toString(), System.currentTimeMillis(), progress)) {
            BlobFetch fetch = new BlobFetch(address, link, persistence, cache, progress);
            Path head = cache.head();
            try {
                fetchHead(artifact, address, fetch, head);
                VersionManifest manifest = VersionManifest.read(head);
                if (into.versions(manifest.name()).contains(manifest.version())) {
                    StoredVersion here = into.resolve(Reference.of(manifest.name() + "@" + manifest.version()));
                    here.requireSame(head.resolve(VersionManifest.FILE));
                    cache.drop(artifact.digests());
                    progress.noted(address.toString(), here + " is here already");
                    return here;
                }
                requireNew(address, manifest, trust);
                VersionCheck.believed(head, trust);
                requireBlobs(address, artifact, manifest);
                requireRoom(address, manifest, cache, into);
                StoredVersion version = adopt(address, manifest, head, fetch.all(manifest), into, trust);
                cache.drop(artifact.digests());
                return version;
            } catch (PackageException e) {
                throw new ModelsException(ModelsException.Kind.BAD_INPUT, naming(e.getMessage(), head, address), e);
            } finally {
                Trees.delete(head);
            }
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE,
                    blobs + ": " + e.getMessage() + "; check the disk and permissions, or set SACCADE_CACHE",
                    e);
        }
    }

    private static OciAddress newest(OciAddress from, List<String> tags) throws ModelsException {
        int newest = tags.stream()
                .filter(t -> t.matches("[1-9][0-9]{0,8}"))
                .mapToInt(Integer::parseInt)
                .max()
                .orElseThrow(() -> ModelsException.badInput(from + ": no tag there is a number; name one of "
                        + tags.stream().limit(10).toList()));
        return from.withTag(Integer.toString(newest));
    }

    private static VersionArtifact artifact(OciAddress address, RegistryLink link, Persistence persistence)
            throws ModelsException {
        String json = persistence
                .persist(() -> link.manifest(address))
                .orElseThrow(() -> ModelsException.badInput(
                        address + ": the registry has no such version; check repository and tag"));
        String digest = VersionArtifact.SHA256 + Sha256.of(json.getBytes(StandardCharsets.UTF_8));
        if (!address.digest().isEmpty() && !address.digest().equals(digest)) {
            throw ModelsException.badInput(
                    address + ": the registry sent a manifest of digest " + digest + "; its storage is damaged");
        }
        return VersionArtifact.of(json, address);
    }

    private static void fetchHead(VersionArtifact artifact, OciAddress address, BlobFetch fetch, Path head)
            throws IOException, ModelsException {
        Files.copy(fetch.one(artifact.manifest(address)), head.resolve(VersionManifest.FILE));
        for (VersionArtifact.Part signature : artifact.signature(address)) {
            Files.copy(fetch.one(signature), head.resolve(VersionSignature.FILE));
        }
    }

    /** Said here in other words than by the check, whose remedy needs the version to be here. */
    private static void requireNew(OciAddress address, VersionManifest manifest, TrustStore trust)
            throws ModelsException, PackageException {
        int floor = trust.floor().of(manifest.name());
        if (manifest.version() < floor) {
            throw ModelsException.badInput(address + ": version " + manifest.version() + " of " + manifest.name()
                    + " is older than " + floor + ", the last promoted one here; pull " + floor
                    + " or a newer one, or publish the old content under a new number");
        }
    }

    private static void requireBlobs(OciAddress address, VersionArtifact artifact, VersionManifest manifest)
            throws ModelsException {
        Map<String, Long> sizes = new HashMap<>();
        artifact.parts().forEach(p -> sizes.put(p.digest(), p.bytes()));
        for (VersionFile file : manifest.files()) {
            Long bytes = sizes.get(VersionArtifact.SHA256 + file.sha256());
            if (file.bytes() > 0 && (bytes == null || bytes != file.bytes())) {
                throw ModelsException.badInput(
                        address + ": lacks " + file.path() + ", which its manifest names; push the version again");
            }
        }
    }

    private static void requireRoom(OciAddress address, VersionManifest manifest, BlobCache cache, ModelRepository into)
            throws IOException, ModelsException {
        long missing = 0;
        long all = 0;
        Set<String> counted = new HashSet<>();
        for (VersionFile file : manifest.files()) {
            all += file.bytes();
            if (counted.add(file.sha256())) {
                missing += Math.max(0, file.bytes() - cache.present(VersionArtifact.SHA256 + file.sha256()));
            }
        }
        requireRoom(address, missing, cache.room(), "the blob cache");
        Files.createDirectories(into.directory());
        requireRoom(
                address,
                all,
                Files.getFileStore(into.directory()).getUsableSpace(),
                into.directory().toString());
    }

    private static void requireRoom(OciAddress address, long bytes, long room, String where) throws ModelsException {
        if (bytes + MARGIN > room) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE,
                    address + ": needs " + ((bytes + MARGIN) >> 20) + " MiB in " + where + ", which has " + (room >> 20)
                            + " MiB; free some, or use another disk (SACCADE_CACHE, --repository)");
        }
    }

    private static StoredVersion adopt(
            OciAddress address,
            VersionManifest manifest,
            Path head,
            Map<String, Path> arrived,
            ModelRepository into,
            TrustStore trust)
            throws IOException, ModelsException {
        try (VersionDraft draft = into.draft(manifest.name())) {
            for (String name : List.of(VersionManifest.FILE, VersionSignature.FILE)) {
                if (Files.exists(head.resolve(name))) {
                    Files.copy(head.resolve(name), draft.directory().resolve(name));
                }
            }
            for (VersionFile file : manifest.files()) {
                Path target = draft.directory().resolve(file.path());
                Files.createDirectories(target.getParent());
                if (file.bytes() == 0) {
                    Files.createFile(target);
                } else {
                    link(arrived.get(file.sha256()), target);
                }
            }
            try {
                return draft.adopt(trust);
            } catch (ModelsException e) {
                throw new ModelsException(e.kind(), naming(e.getMessage(), draft.directory(), address), e);
            }
        }
    }

    /** A second name where the file system can, for no bytes and no time; else a copy. */
    private static void link(Path blob, Path target) throws IOException {
        try {
            Files.createLink(target, blob);
        } catch (IOException | UnsupportedOperationException e) {
            Files.copy(blob, target);
        }
    }

    private static String naming(String message, Path head, OciAddress address) {
        return message.replace(head.toString(), address.toString());
    }
}
