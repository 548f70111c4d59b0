package dev.saccade.engine;

/**
 * A stored engine with the bytes that were checked: those, not the file, go to a library.
 *
 * @param stored where it lies and what it is
 * @param plan its bytes, whose hash is the manifest's; owned by this
 */
public record CheckedEngine(StoredEngine stored, PlanBytes plan) implements AutoCloseable {
    /** Frees the bytes. Idempotent. */
    @Override
    public void close() {
        plan.close();
    }
}
