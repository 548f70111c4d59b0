package dev.saccade.models.registry;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionManifest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Sends versions to a registry: the blobs that it lacks first, the manifest with its tag last, so that nobody meets half
 * of one. One thread.
 */
public final class VersionPush {
    private static final String EMPTY_CONFIG = "{}";

    private final RegistryAccess access;
    private final PullProgress progress;

    /**
     * Makes a push.
     *
     * @param access how registries are spoken to
     * @param progress hears how it goes, on the caller's thread
     */
    public VersionPush(RegistryAccess access, PullProgress progress) {
        this.access = access;
        this.progress = progress;
    }

    /**
     * Sends a version. Sent again, it changes nothing.
     *
     * @param version a version, checked to be whole before anything is sent; who signed it is the puller's business
     * @param to where to; without a tag, its number is the tag. A tag that is a number never moves to another version,
     *     others do
     * @return the same place by its digest, which names this very content
     * @throws ModelsException of kind USAGE for an address with a digest, BAD_INPUT when the version is damaged, when
     *     the tag is another version's or when a login is needed, NO_SOURCE when the registry cannot be reached
     */
    public OciAddress push(StoredVersion version, OciAddress to) throws ModelsException {
        if (!to.digest().isEmpty()) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    to + ": a push needs a tag or none; the digest follows from the content");
        }
        OciAddress address = to.tag().isEmpty() ? to.withTag(Integer.toString(version.number())) : to;
        try {
            VersionCheck.whole(version.directory());
            return send(version, VersionArtifact.of(version), address);
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE,
                    version.directory() + ": " + e.getMessage() + "; check the disk and permissions",
                    e);
        }
    }

    private OciAddress send(StoredVersion version, VersionArtifact artifact, OciAddress address)
            throws ModelsException, PackageException {
        RegistryLink link = new RegistryLink(address, access);
        Persistence persistence = new Persistence(address, access.patience(), progress);
        Optional<String> there = persistence.persist(() -> link.manifest(address));
        if (there.isPresent()) {
            if (isSame(there.get(), artifact, address)) {
                progress.noted(address.toString(), version + " is there already");
                return address.withDigest(digest(there.get()));
            }
            requireMovable(there.get(), artifact, address);
        }
        long total =
                artifact.parts().stream().mapToLong(VersionArtifact.Part::bytes).sum();
        long before = 0;
        for (VersionArtifact.Part part : artifact.parts()) {
            long base = before;
            if (!persistence.persist(() -> link.has(part.digest()))) {
                persistence.persist(() -> {
                    link.send(
                            part.digest(),
                            part.bytes(),
                            () -> open(version.directory().resolve(part.path())),
                            bytes -> progress.advanced(
                                    address.toString(), PullProgress.Phase.SEND, base + bytes, total));
                    return part;
                });
            }
            before += part.bytes();
        }
        sendConfig(link, persistence);
        String json = artifact.toJson(VersionManifest.read(version.directory()));
        persistence.persist(() -> {
            link.sendManifest(address.tag(), json);
            return address;
        });
        return address.withDigest(digest(json));
    }

    private static void sendConfig(RegistryLink link, Persistence persistence) throws ModelsException {
        byte[] config = EMPTY_CONFIG.getBytes(StandardCharsets.US_ASCII);
        String digest = VersionArtifact.SHA256 + Sha256.of(config);
        persistence.persist(() -> {
            if (!link.has(digest)) {
                link.send(digest, config.length, () -> new ByteArrayInputStream(config), bytes -> {});
            }
            return digest;
        });
    }

    private static boolean isSame(String there, VersionArtifact artifact, OciAddress address) {
        try {
            return VersionArtifact.of(there, address).equals(artifact);
        } catch (ModelsException e) {
            return false;
        }
    }

    /** The same version with another signature may take the place of its elder. */
    private static void requireMovable(String there, VersionArtifact artifact, OciAddress address)
            throws ModelsException {
        if (!address.tag().matches("[0-9]+")) {
            return;
        }
        VersionArtifact.Part manifest = artifact.manifest(address);
        List<VersionArtifact.Part> parts = VersionArtifact.of(there, address).parts();
        if (!parts.contains(manifest)) {
            throw ModelsException.badInput(address + ": is another version already, and a number never names two;"
                    + " give another tag, or publish under the next number");
        }
    }

    private static InputStream open(Path file) {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String json) {
        return VersionArtifact.SHA256 + Sha256.of(json.getBytes(StandardCharsets.UTF_8));
    }
}
