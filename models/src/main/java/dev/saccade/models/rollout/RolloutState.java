package dev.saccade.models.rollout;

import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.DirectoryLock;
import dev.saccade.trust.SmallFile;
import dev.saccade.trust.VersionManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * What a vehicle remembers of a model's canary from run to run: how many runs there were, and which candidate fell back.
 * One small file a model, replaced as a whole under a lock, so that two processes count right and a crash leaves the old
 * or the new one. A candidate is known by its identity: another version, or the same trained anew, starts afresh.
 */
public final class RolloutState {
    private static final String DOCUMENTATION = "docs/rollout.md";
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NS = 5_000_000;
    private static final int LONGEST_REASON = 300;

    private final Path file;
    private final Path lock;

    private RolloutState(Path directory, String model) {
        file = directory.resolve(model + ".yaml");
        lock = directory.resolve("." + model + ".lock");
    }

    /**
     * A fall-back that was written down.
     *
     * @param identity of the candidate
     * @param time UTC, ISO 8601
     * @param reason one line
     */
    public record FallBack(String identity, String time, String reason) {}

    private record Content(long runs, FallBack fallBack) {}

    /**
     * Opens a model's state.
     *
     * @param directory of all models' states, made at the first run
     * @param model its name
     * @return the state
     * @throws ModelsException of kind USAGE when the model has a name that cannot be a file
     */
    public static RolloutState open(Path directory, String model) throws ModelsException {
        if (!VersionManifest.isName(model)) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE,
                    "'" + model + "': a canary needs a model name of lower-case letters, digits, '.', '_' and '-';"
                            + " change 'name' in model.yaml");
        }
        return new RolloutState(directory, model);
    }

    /** @return where it lies */
    public Path file() {
        return file;
    }

    /**
     * Counts a run.
     *
     * @return its number, from 1; none is given twice
     * @throws ModelsException of kind STORAGE or BAD_INPUT when the file cannot be read or written
     */
    public long nextRun() throws ModelsException {
        return change(content -> new Content(content.runs() + 1, content.fallBack()))
                .runs();
    }

    /**
     * Whether a candidate has fallen back on this vehicle.
     *
     * @param identity of the candidate
     * @return the fall-back; empty when there was none, or it was another candidate's
     * @throws ModelsException of kind STORAGE or BAD_INPUT when the file cannot be read
     */
    public Optional<FallBack> fallenBack(String identity) throws ModelsException {
        return Optional.ofNullable(read().fallBack()).filter(f -> f.identity().equals(identity));
    }

    /**
     * Writes down that a candidate fell back; on disk when this returns.
     *
     * @param identity of the candidate
     * @param reason one line
     * @param now when
     * @throws ModelsException of kind STORAGE or BAD_INPUT when the file cannot be read or written
     */
    public void fallBack(String identity, String reason, Instant now) throws ModelsException {
        String line = reason.replaceAll("[^\\x20-\\x7e]|'", " ");
        String kept = line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) : line;
        change(content -> new Content(content.runs(), new FallBack(identity, now.toString(), kept)));
    }

    /**
     * Forgets the fall-back; runs are counted on.
     *
     * @throws ModelsException of kind STORAGE or BAD_INPUT when the file cannot be read or written
     */
    public void reset() throws ModelsException {
        change(content -> new Content(content.runs(), null));
    }

    private interface Change {
        Content of(Content content);
    }

    @SuppressWarnings("try") // the lock is held, not used
    private Content change(Change change) throws ModelsException {
        try (DirectoryLock held = locked()) {
            Content content = change.of(read());
            SmallFile.replace(file, text(content));
            return content;
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE, file + ": " + e.getMessage() + "; check the disk and permissions", e);
        }
    }

    private DirectoryLock locked() throws IOException, ModelsException {
        long giveUpNs = System.nanoTime() + PATIENCE_NS;
        while (true) {
            Optional<DirectoryLock> held = DirectoryLock.tryAcquire(lock);
            if (held.isPresent()) {
                return held.get();
            }
            if (System.nanoTime() - giveUpNs > 0 || Thread.currentThread().isInterrupted()) {
                throw new ModelsException(
                        ModelsException.Kind.STORAGE, lock + ": another process holds it; wait for it, or end it");
            }
            LockSupport.parkNanos(POLL_NS);
        }
    }

    private static String text(Content content) {
        String runs = "runs: " + content.runs() + "\n";
        FallBack back = content.fallBack();
        return back == null
                ? runs
                : runs + "fell-back:\n  identity: '" + back.identity() + "'\n  time: '" + back.time() + "'\n  reason: '"
                        + back.reason() + "'\n";
    }

    private Content read() throws ModelsException {
        if (!Files.exists(file)) {
            return new Content(0, null);
        }
        try {
            Map<String, Object> keys = PlainYaml.read(file, "runs: 1", DOCUMENTATION);
            if (!(keys.get("runs") instanceof String runs) || !runs.matches("[0-9]{1,18}")) {
                throw damaged("runs");
            }
            return new Content(Long.parseLong(runs), fallBack(keys.get("fell-back")));
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        }
    }

    private FallBack fallBack(Object value) throws ModelsException {
        if (value == null) {
            return null;
        }
        if (value instanceof Map<?, ?> keys
                && keys.get("identity") instanceof String identity
                && keys.get("time") instanceof String time
                && keys.get("reason") instanceof String reason) {
            return new FallBack(identity, time, reason);
        }
        throw damaged("fell-back");
    }

    private ModelsException damaged(String key) {
        return ModelsException.badInput(
                file + ": " + key + " is not what saccade writes there; delete the file to start afresh");
    }
}
