package dev.saccade.models.registry;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionSignature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import land.oras.ArtifactType;
import land.oras.Config;
import land.oras.Layer;
import land.oras.Manifest;
import land.oras.exception.OrasException;
import land.oras.utils.Const;

/**
 * A version as an OCI artifact (Image Specification 1.1): a layer for the manifest, one for the signature if there is
 * one, and one for each file that is not empty. Immutable.
 *
 * @param parts in the order of the artifact
 */
record VersionArtifact(List<Part> parts) {
    static final String TYPE = "application/vnd.saccade.model.version.v1+json";
    static final String MANIFEST = "application/vnd.saccade.model.manifest.v1+yaml";
    static final String SIGNATURE = "application/vnd.saccade.model.signature.v1+yaml";
    static final String FILE = "application/vnd.saccade.model.file.v1";

    static final String SHA256 = "sha256:";
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final long LARGEST_MANIFEST = 256 << 10;
    private static final long LARGEST_SIGNATURE = 4 << 10;
    /** The files that a manifest may list, the manifest and the signature. */
    private static final int MOST_PARTS = 1002;

    /**
     * A blob of the artifact.
     *
     * @param type media type
     * @param path below the version's directory; told for other programs, believed from the version's manifest alone
     * @param digest {@code sha256:} and hex digits
     * @param bytes its length
     */
    record Part(String type, String path, String digest, long bytes) {
        private Layer layer() {
            return Layer.fromDigest(digest, bytes)
                    .withMediaType(type)
                    .withAnnotations(Map.of(Const.ANNOTATION_TITLE, path));
        }
    }

    VersionArtifact {
        parts = List.copyOf(parts);
    }

    /** The artifact of a version that is here and whole. */
    static VersionArtifact of(StoredVersion version) throws IOException, PackageException {
        List<Part> parts = new ArrayList<>();
        parts.add(small(version, MANIFEST, VersionManifest.FILE));
        if (Files.exists(version.directory().resolve(VersionSignature.FILE))) {
            parts.add(small(version, SIGNATURE, VersionSignature.FILE));
        }
        for (VersionFile file : VersionManifest.read(version.directory()).files()) {
            // Some registries take no empty blob, and what an empty file holds is known without one.
            if (file.bytes() > 0) {
                parts.add(new Part(FILE, file.path(), SHA256 + file.sha256(), file.bytes()));
            }
        }
        return new VersionArtifact(parts);
    }

    private static Part small(StoredVersion version, String type, String name) throws IOException {
        Path file = version.directory().resolve(name);
        return new Part(type, name, SHA256 + Sha256.of(file), Files.size(file));
    }

    String toJson(VersionManifest version) {
        return Manifest.empty()
                .withArtifactType(ArtifactType.from(TYPE))
                .withConfig(Config.empty())
                .withLayers(parts.stream().map(Part::layer).toList())
                // In order, so that one version has one digest.
                .withAnnotations(new TreeMap<>(Map.of(
                        Const.ANNOTATION_TITLE,
                        version.name() + "@" + version.version(),
                        Const.ANNOTATION_CREATED,
                        version.created())))
                .toJson();
    }

    /** Reads what a registry sent. */
    static VersionArtifact of(String json, OciAddress address) throws ModelsException {
        Manifest manifest;
        try {
            manifest = Manifest.fromJson(json);
        } catch (OrasException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    address + ": what the registry has there is no OCI manifest; check repository and tag",
                    e);
        }
        if (!TYPE.equals(manifest.getArtifactTypeAsString())) {
            throw ModelsException.badInput(address + ": holds '" + manifest.getArtifactTypeAsString()
                    + "', no version of a model; check repository and tag");
        }
        if (manifest.getLayers().size() > MOST_PARTS) {
            throw ModelsException.badInput(
                    address + ": " + manifest.getLayers().size() + " blobs; a version has at most " + MOST_PARTS);
        }
        List<Part> parts = new ArrayList<>();
        for (Layer layer : manifest.getLayers()) {
            if (layer == null
                    || layer.getDigest() == null
                    || !DIGEST.matcher(layer.getDigest()).matches()
                    || layer.getSize() == null
                    || layer.getSize() < 0
                    || layer.getMediaType() == null) {
                throw ModelsException.badInput(address + ": a blob without SHA-256, length or type; push it again");
            }
            Map<String, String> annotations = layer.getAnnotations();
            String path = annotations == null ? "" : annotations.getOrDefault(Const.ANNOTATION_TITLE, "");
            parts.add(new Part(layer.getMediaType(), path, layer.getDigest(), layer.getSize()));
        }
        return new VersionArtifact(parts);
    }

    /** The blob of manifest.yaml. */
    Part manifest(OciAddress address) throws ModelsException {
        List<Part> found = ofType(MANIFEST);
        if (found.size() != 1 || found.get(0).bytes() > LARGEST_MANIFEST) {
            throw ModelsException.badInput(address + ": " + found.size()
                    + " blobs are a manifest of at most 256 KiB; one must be, push again");
        }
        return found.get(0);
    }

    /** The blob of signature.yaml: one or none. */
    List<Part> signature(OciAddress address) throws ModelsException {
        List<Part> found = ofType(SIGNATURE);
        if (found.size() > 1 || found.stream().anyMatch(p -> p.bytes() > LARGEST_SIGNATURE)) {
            throw ModelsException.badInput(
                    address + ": " + found.size() + " signatures, or one above 4 KiB; push the version again");
        }
        return found;
    }

    List<String> digests() {
        return parts.stream().map(Part::digest).toList();
    }

    private List<Part> ofType(String type) {
        return parts.stream().filter(p -> p.type().equals(type)).toList();
    }
}
