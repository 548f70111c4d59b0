package dev.saccade.models.pull;

import dev.saccade.model.SharedCache;
import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The directory that all processes of a user share: finished assets appear in it in one step and are never changed.
 * Layout: {@code assets/NAME-REVISION/}, {@code work/NAME/RANDOM/} while a pull lasts, {@code locks/NAME.lock}. Any
 * thread may use it.
 */
public final class AssetCache {
    private static final long POLL_MS = 100;

    private final Path root;

    /** @param root directory, created when needed */
    public AssetCache(Path root) {
        this.root = root.toAbsolutePath().normalize();
    }

    /**
     * The cache of this user, as {@link SharedCache} says.
     *
     * @param environment variables
     * @return the cache
     */
    public static AssetCache of(Map<String, String> environment) {
        return new AssetCache(SharedCache.root(environment));
    }

    /** @return the directory */
    public Path root() {
        return root;
    }

    /**
     * Where a finished asset lies, or would.
     *
     * @param name catalogue name
     * @param revision identity of its content
     * @return directory
     */
    public Path place(String name, String revision) {
        return root.resolve("assets").resolve(name + "-" + revision);
    }

    /** Work on an asset while nobody else does. */
    @FunctionalInterface
    interface Work {
        Path run(Path workDirectory) throws IOException, ModelsException;
    }

    /**
     * Runs work alone among all processes, in a fresh directory that is deleted afterwards. Directories that dead
     * processes left are deleted first.
     */
    Path exclusively(String name, PullProgress progress, Work work) throws ModelsException {
        try {
            DirectoryLock lock = acquire(name, progress);
            try {
                sweep(name);
                Path own = Files.createDirectories(root.resolve("work").resolve(name));
                try {
                    return work.run(Files.createTempDirectory(own, "pull-"));
                } finally {
                    Trees.delete(own);
                }
            } finally {
                lock.close();
            }
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE,
                    "cache " + root + ": " + e + "; set SACCADE_CACHE to a directory that can be written",
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelsException(ModelsException.Kind.STORAGE, "interrupted while waiting for " + name, e);
        }
    }

    private DirectoryLock acquire(String name, PullProgress progress) throws IOException, InterruptedException {
        while (true) {
            Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(lockFile(name));
            if (lock.isPresent()) {
                return lock.get();
            }
            progress.advanced(name, PullProgress.Phase.WAIT, 0, -1);
            Thread.sleep(POLL_MS);
        }
    }

    /** Deletes what dead pulls left; {@code held} is locked by the caller. */
    private void sweep(String held) throws IOException {
        for (Path directory : Trees.list(root.resolve("work"))) {
            String name = directory.getFileName().toString();
            if (name.equals(held)) {
                Trees.delete(directory);
                continue;
            }
            Optional<DirectoryLock> lock = DirectoryLock.tryAcquire(lockFile(name));
            if (lock.isPresent()) {
                try {
                    Trees.delete(directory);
                } finally {
                    lock.get().close();
                }
            }
        }
    }

    private Path lockFile(String name) {
        return root.resolve("locks").resolve(name + ".lock");
    }
}
