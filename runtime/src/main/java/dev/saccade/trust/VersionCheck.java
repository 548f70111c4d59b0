package dev.saccade.trust;

import dev.saccade.internal.files.IoReason;
import dev.saccade.model.PackageException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Whether a version may serve on this vehicle: its signature, its age, and every byte of it, in this order, before
 * anything of it is interpreted (an engine file is executable). Stateless.
 */
public final class VersionCheck {
    private static final int CHUNK = 1 << 18;
    /** A version that is part of a repository lies in {@code NAME/versions/N}. */
    private static final String SHELF = "versions";

    private VersionCheck() {}

    /**
     * Checks a version.
     *
     * @param version its directory
     * @param trust whom this vehicle believes
     * @return how far it is trusted
     * @throws PackageException when it may not serve; one line with the reason and the command that mends it
     */
    public static VersionTrust check(Path version, TrustStore trust) throws PackageException {
        VersionTrust result = believed(version, trust);
        files(version, result.manifest());
        return result;
    }

    /**
     * Checks the signature and the age of a version, of which the manifest and the signature alone need be there: what
     * is not believed need not be fetched.
     *
     * @param version its directory
     * @param trust whom this vehicle believes
     * @return how far it is trusted, if its files are what the manifest says
     * @throws PackageException when it may not serve; one line
     */
    public static VersionTrust believed(Path version, TrustStore trust) throws PackageException {
        VersionTrust result = signature(version, trust);
        int floor = trust.floor().of(result.manifest().name());
        if (result.manifest().version() < floor) {
            throw new PackageException(
                    version + ": version " + result.manifest().version() + " of "
                            + result.manifest().name() + " is older than " + floor
                            + ", the last promoted one; 'saccade models rollback "
                            + result.manifest().name() + " --to "
                            + result.manifest().version() + "' takes it back on purpose");
        }
        return result;
    }

    /**
     * Checks that a version is what its manifest says, whoever signed it.
     *
     * @param version its directory
     * @return the bytes that a signature covers
     * @throws PackageException when a file is missing, too many or changed; one line
     */
    public static byte[] whole(Path version) throws PackageException {
        byte[] covered = VersionSignature.covered(version);
        files(version, manifest(version, covered));
        return covered;
    }

    private static VersionManifest manifest(Path version, byte[] covered) throws PackageException {
        VersionManifest manifest = VersionManifest.read(version);
        // What is believed from here on is what was parsed, so that must be what is signed, byte for byte.
        if (!Arrays.equals(covered, manifest.toYaml().getBytes(StandardCharsets.UTF_8))) {
            throw new PackageException(version.resolve(VersionManifest.FILE)
                    + ": not in the form that saccade writes; 'saccade models pull' fetches the version again");
        }
        requirePlace(version, manifest);
        return manifest;
    }

    /** A version of one model, whoever signed it, must not serve as another, nor under another number. */
    private static void requirePlace(Path version, VersionManifest manifest) throws PackageException {
        Path place = version.toAbsolutePath().normalize();
        Path shelf = place.getParent();
        if (shelf == null || shelf.getParent() == null || !shelf.endsWith(SHELF)) {
            return;
        }
        String stands = shelf.getParent().getFileName() + "@" + place.getFileName();
        String is = manifest.name() + "@" + manifest.version();
        if (!stands.equals(is)) {
            throw new PackageException(version + ": stands here as " + stands + ", and its manifest says " + is
                    + "; delete it, and pull or publish " + stands + " again");
        }
    }

    private static VersionTrust signature(Path version, TrustStore trust) throws PackageException {
        byte[] covered = VersionSignature.covered(version);
        VersionManifest manifest = manifest(version, covered);
        VersionSignature signature = VersionSignature.read(version);
        if (signature == null) {
            requireDeveloperMode(version, trust, "is not signed");
            return new VersionTrust(manifest, VersionTrust.Level.UNSIGNED, "");
        }
        Optional<TrustedKey> found = trust.find(signature.key());
        if (found.isEmpty()) {
            throw new PackageException(version + ": signed by key " + signature.key() + ", which " + trust.directory()
                    + " does not hold; 'saccade keys trust FILE.pub' adds it");
        }
        TrustedKey key = found.get();
        if (key.revoked() != null) {
            throw new PackageException(version + ": signed by key " + key.id() + " (" + key.name()
                    + "), which was revoked: " + key.revoked() + "; pull a version signed by another key");
        }
        if (!signature.isOf(covered, key.key())) {
            throw new PackageException(version + ": " + VersionManifest.FILE + " is not what " + key.name()
                    + " signed; 'saccade models pull' fetches the version again");
        }
        if (key.developer()) {
            requireDeveloperMode(version, trust, "is signed by " + key.name() + ", a key made on this machine,");
        }
        VersionTrust.Level level = key.developer() ? VersionTrust.Level.DEVELOPER : VersionTrust.Level.RELEASE;
        return new VersionTrust(manifest, level, key.name());
    }

    private static void requireDeveloperMode(Path version, TrustStore trust, String what) throws PackageException {
        if (!trust.isDeveloperAllowed()) {
            throw new PackageException(version + " " + what + " and developer mode is off in " + trust.directory()
                    + "/policy.yaml; 'saccade models sign' with a release key makes it usable");
        }
    }

    private static void files(Path version, VersionManifest manifest) throws PackageException {
        if (!Files.isDirectory(version, LinkOption.NOFOLLOW_LINKS)) {
            throw new PackageException(
                    version + ": a link or no directory; 'saccade models pull' fetches the version again");
        }
        Set<String> listed = manifest.files().stream().map(VersionFile::path).collect(Collectors.toSet());
        try {
            Files.walkFileTree(version, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                    String path = version.relativize(file).toString();
                    boolean own = path.equals(VersionManifest.FILE) || path.equals(VersionSignature.FILE);
                    if (!own && !listed.contains(path)) {
                        throw new IOException(path + " is not in the manifest; delete it, or publish again");
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new PackageException(version + ": " + IoReason.of(e));
        }
        for (VersionFile file : manifest.files()) {
            file(version, file);
        }
    }

    private static void file(Path version, VersionFile expected) throws PackageException {
        Path file = version.resolve(expected.path());
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new PackageException(
                        file + ": a link or no file; 'saccade models pull' fetches the version again");
            }
            if (attributes.size() != expected.bytes()) {
                throw new PackageException(file + ": " + attributes.size() + " bytes, the manifest says "
                        + expected.bytes() + "; 'saccade models pull' fetches the version again");
            }
            if (!sha256(file).equals(expected.sha256())) {
                throw new PackageException(file + ": its bytes are not those of the manifest (SHA-256 differs);"
                        + " 'saccade models pull' fetches the version again");
            }
        } catch (NoSuchFileException e) {
            throw new PackageException(file + ": missing; 'saccade models pull' fetches the version again");
        } catch (IOException e) {
            throw new PackageException(file + ": unreadable (" + IoReason.of(e) + "); check its permissions");
        }
    }

    private static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            byte[] buffer = new byte[CHUNK];
            try (InputStream in = Files.newInputStream(file)) {
                for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                    digest.update(buffer, 0, n);
                }
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
