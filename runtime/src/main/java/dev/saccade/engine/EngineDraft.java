package dev.saccade.engine;

import dev.saccade.internal.files.DraftDirectory;
import dev.saccade.model.PackageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * An engine in the making: a directory that no reader of the store looks into. {@link #publish} makes it an engine of the
 * store in one step; closed before that, or left behind by a process that was killed, it disappears. One thread.
 */
public final class EngineDraft implements AutoCloseable {
    private final Path store;
    private final DraftDirectory draft;

    EngineDraft(Path store, DraftDirectory draft) {
        this.store = store;
        this.draft = draft;
    }

    /** @return where to write the serialised engine */
    public Path plan() {
        return draft.path().resolve(EngineStore.PLAN);
    }

    /**
     * Keeps what the builder tells about the layers beside the engine.
     *
     * @param json one JSON document
     * @throws EngineException when it cannot be written
     */
    public void layers(String json) throws EngineException {
        try {
            StoreFiles.write(
                    draft.path().resolve(EngineStore.LAYERS), ByteBuffer.wrap(json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /**
     * Keeps timings of kernels for later builds for the same target; those before are replaced at once, and stay when
     * this fails. They are no part of the engine.
     *
     * @param model name of the package
     * @param target what was timed
     * @param bytes as the library serialised them
     * @throws EngineException when they cannot be written
     */
    public void timings(String model, EngineTarget target, byte[] bytes) throws EngineException {
        try {
            Path written = draft.path().resolve(TimingCacheFile.NAME);
            TimingCacheFile.write(written, bytes);
            Path directory = Files.createDirectories(EngineStore.directory(store, model, target));
            Files.move(written, directory.resolve(TimingCacheFile.NAME), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /**
     * The plan's hash.
     *
     * @return SHA-256, hex, of what was written to {@link #plan()}
     * @throws EngineException when it cannot be read
     */
    public String planSha256() throws EngineException {
        try {
            return StoreFiles.sha256(plan());
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /**
     * Makes the draft an engine of the store: found whole or not at all, by this process and others, also after a power
     * failure. When the very same engine is there already, that one stays.
     *
     * @param manifest what {@link #plan()} is
     * @return the engine in the store
     * @throws EngineException when it cannot be written, or the manifest holds what no manifest may
     */
    public StoredEngine publish(EngineManifest manifest) throws EngineException {
        // A program that is ended meanwhile removes its drafts: before this, or after it, but not half-way.
        synchronized (draft) {
            return publishNow(manifest);
        }
    }

    private StoredEngine publishNow(EngineManifest manifest) throws EngineException {
        try {
            String text = ManifestFile.text(manifest);
            Path directory = EngineStore.directory(store, manifest.model(), manifest.target())
                    .resolve(key(manifest));
            StoreFiles.write(
                    draft.path().resolve(ManifestFile.NAME), ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            readBack();
            StoreFiles.sync(plan());
            StoreFiles.sync(draft.path());
            Files.createDirectories(directory.getParent());
            move(directory, manifest.planSha256());
            for (Path parent = directory.getParent(); parent.startsWith(store); parent = parent.getParent()) {
                StoreFiles.sync(parent);
            }
            return new StoredEngine(directory.resolve(EngineStore.PLAN), manifest);
        } catch (IOException e) {
            throw unwritten(e);
        }
    }

    /** An engine whose manifest nobody could read would never be found. */
    private void readBack() throws EngineException {
        try {
            ManifestFile.read(draft.path());
        } catch (PackageException e) {
            throw new EngineException(
                    false, e.getMessage() + "; such an engine cannot be kept: rename it in the graph", e);
        }
    }

    /** Names an engine by what it is; when it was built does not count. */
    private static String key(EngineManifest m) {
        EngineManifest timeless = new EngineManifest(
                m.model(),
                m.modelIdentity(),
                m.hashes(),
                m.inputs(),
                m.outputs(),
                m.precision(),
                m.plugins(),
                m.target(),
                m.options(),
                m.planSha256(),
                "any time");
        return StoreFiles.sha256(ManifestFile.text(timeless).getBytes(StandardCharsets.UTF_8))
                .substring(0, 16);
    }

    private void move(Path directory, String planSha256) throws IOException {
        try {
            Files.move(draft.path(), directory, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            Path plan = directory.resolve(EngineStore.PLAN);
            boolean whole = Files.isRegularFile(directory.resolve(ManifestFile.NAME))
                    && Files.isRegularFile(plan)
                    && StoreFiles.sha256(plan).equals(planSha256);
            if (!whole) {
                // A damaged engine of the same identity goes out of the readers' sight first.
                try (DraftDirectory aside = DraftDirectory.create(draft.path().getParent())) {
                    Files.move(directory, aside.path().resolve("damaged"), StandardCopyOption.ATOMIC_MOVE);
                }
                Files.move(draft.path(), directory, StandardCopyOption.ATOMIC_MOVE);
            }
        }
    }

    private EngineException unwritten(IOException e) {
        return new EngineException(
                false,
                store + ": the engine cannot be kept: " + OneLine.of(e.toString())
                        + ": make room or give another directory with --store",
                e);
    }

    /** Removes the draft unless it was published. Idempotent. */
    @Override
    public void close() {
        draft.close();
    }
}
