package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import dev.saccade.models.pull.DirectoryLock;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.pull.Trees;
import dev.saccade.trust.SmallFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Blobs on their way from a registry, by their SHA-256, so that a pull which was cut off goes on where it stopped. They
 * leave when their version is in the repository; those of a pull that nobody takes up again, after two weeks. One
 * process at a time: the others wait.
 */
final class BlobCache implements AutoCloseable {
    private static final long POLL_MS = 200;
    private static final long KEPT_DAYS = 14;
    private static final String HEAD = "head-";

    private final Path directory;
    private final DirectoryLock lock;

    private BlobCache(Path directory, DirectoryLock lock) {
        this.directory = directory;
        this.lock = lock;
    }

    static BlobCache open(Path directory, String asset, long nowMs, PullProgress progress)
            throws IOException, ModelsException {
        Files.createDirectories(directory);
        DirectoryLock lock = acquire(directory.resolve("lock"), asset, progress);
        BlobCache cache = new BlobCache(directory, lock);
        cache.sweep(nowMs);
        return cache;
    }

    private static DirectoryLock acquire(Path file, String asset, PullProgress progress)
            throws IOException, ModelsException {
        while (true) {
            Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(file);
            if (lock.isPresent()) {
                return lock.get();
            }
            progress.advanced(asset, PullProgress.Phase.WAIT, 0, -1);
            try {
                Thread.sleep(POLL_MS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new ModelsException(ModelsException.Kind.STORAGE, asset + ": interrupted; try again", e);
            }
        }
    }

    private void sweep(long nowMs) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                long age = nowMs - Files.getLastModifiedTime(entry).toMillis();
                if (name.startsWith(HEAD) || (!name.equals("lock") && age > TimeUnit.DAYS.toMillis(KEPT_DAYS))) {
                    Trees.delete(entry);
                }
            }
        }
    }

    /** A directory for what is looked at first; gone with the next pull at the latest. */
    Path head() throws IOException {
        return Files.createTempDirectory(directory, HEAD);
    }

    /** Bytes that may still be written here. */
    long room() throws IOException {
        return Files.getFileStore(directory).getUsableSpace();
    }

    /** Where a whole blob lies, if it does and its bytes are right. */
    Optional<Path> find(String digest) throws IOException {
        Path blob = blob(digest);
        if (!Files.exists(blob)) {
            return Optional.empty();
        }
        // A crash of the machine may have left the name without the bytes.
        if (!isWhole(blob, digest)) {
            Files.delete(blob);
            return Optional.empty();
        }
        return Optional.of(blob);
    }

    /** Bytes of a blob that are here, whole or not. */
    long present(String digest) throws IOException {
        Path whole = blob(digest);
        Path file = Files.exists(whole) ? whole : part(digest);
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** Where the beginning of a blob is gathered. */
    Path part(String digest) {
        return directory.resolve(hex(digest) + ".part");
    }

    /** Makes a gathered blob a whole one; empty, and the part gone, when its bytes are wrong. */
    Optional<Path> keep(String digest) throws IOException {
        Path part = part(digest);
        if (!isWhole(part, digest)) {
            Files.delete(part);
            return Optional.empty();
        }
        SmallFile.force(part);
        return Optional.of(Files.move(part, blob(digest), StandardCopyOption.ATOMIC_MOVE));
    }

    /** Lets go of what is in the repository now. */
    void drop(Collection<String> digests) throws IOException {
        for (String digest : digests) {
            Files.deleteIfExists(blob(digest));
        }
    }

    private static boolean isWhole(Path file, String digest) throws IOException {
        return Sha256.of(file).equals(hex(digest));
    }

    private Path blob(String digest) {
        return directory.resolve(hex(digest));
    }

    private static String hex(String digest) {
        return digest.substring(VersionArtifact.SHA256.length());
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
