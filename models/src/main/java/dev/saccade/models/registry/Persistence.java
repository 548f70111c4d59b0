package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import java.io.IOException;
import java.util.function.LongSupplier;

/** Tries again what may go better the next time, a bounded number of times, with growing pauses. */
final class Persistence {
    /** What an attempt must have brought to count as progress: otherwise a byte at a time would go on for ever. */
    private static final long PROGRESS = 1 << 16;

    private final OciAddress address;
    private final Patience patience;
    private final PullProgress progress;

    Persistence(OciAddress address, Patience patience, PullProgress progress) {
        this.address = address;
        this.patience = patience;
        this.progress = progress;
    }

    /** One try; an IOException is worth another. */
    interface Attempt<T> {
        T make() throws IOException, ModelsException;
    }

    <T> T persist(Attempt<T> attempt) throws ModelsException {
        return persist(() -> 0, attempt);
    }

    <T> T persist(LongSupplier arrived, Attempt<T> attempt) throws ModelsException {
        int failures = 0;
        long before = arrived.getAsLong();
        while (true) {
            try {
                return attempt.make();
            } catch (IOException e) {
                long now = arrived.getAsLong();
                failures = now - before >= PROGRESS ? 1 : failures + 1;
                before = now;
                if (failures >= patience.attempts()) {
                    throw new ModelsException(
                            ModelsException.Kind.NO_SOURCE,
                            address + ": " + e.getMessage() + ", " + failures
                                    + " times; check the address and the network, and try again: what came is kept",
                            e);
                }
                progress.noted(
                        address.toString(),
                        e.getMessage() + "; attempt " + (failures + 1) + " of " + patience.attempts() + " follows");
                pause(failures);
            }
        }
    }

    private void pause(int failures) throws ModelsException {
        try {
            Thread.sleep(patience.pause(failures).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ModelsException(ModelsException.Kind.STORAGE, address + ": interrupted; try again", e);
        }
    }
}
