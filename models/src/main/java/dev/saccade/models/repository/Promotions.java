package dev.saccade.models.repository;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.trust.Floor;
import java.io.IOException;
import java.time.Instant;

/**
 * Moves the aliases of a repository, and with production the lowest version that a vehicle accepts. Safe as the
 * repository is.
 */
public final class Promotions {
    private final ModelRepository repository;
    private final Floor floor;

    /**
     * Joins a repository and a vehicle.
     *
     * @param repository whose aliases move
     * @param floor of the vehicle: promotion to production raises it, a rollback lowers it; null where no vehicle is
     *     concerned
     */
    public Promotions(ModelRepository repository, Floor floor) {
        this.repository = repository;
        this.floor = floor;
    }

    /**
     * Gives an alias to a version; production only to one whose engines were compared with the reference.
     *
     * @param reference which version
     * @param alias {@link ModelRepository#PRODUCTION}, {@link ModelRepository#CANDIDATE} or another
     * @param who in words
     * @param reason in words
     * @param now when
     * @return the version
     * @throws ModelsException of kind USAGE for what does not exist, or for production of an older version than serves
     *     (that is a rollback), BAD_INPUT for production of a version that {@link GateProof} finds a gap in, STORAGE when
     *     it cannot be written
     */
    public StoredVersion promote(Reference reference, String alias, String who, String reason, Instant now)
            throws ModelsException {
        return promote(reference, alias, who, reason, now, false);
    }

    /**
     * As {@link #promote}, but production also goes to a version that no gate compared: on purpose, and the history says
     * what was missing.
     *
     * @param reference which version
     * @param alias {@link ModelRepository#PRODUCTION}, {@link ModelRepository#CANDIDATE} or another
     * @param who in words
     * @param reason in words
     * @param now when
     * @return the version
     * @throws ModelsException as {@link #promote}, a gap excepted
     */
    public StoredVersion promoteUnproven(Reference reference, String alias, String who, String reason, Instant now)
            throws ModelsException {
        return promote(reference, alias, who, reason, now, true);
    }

    private StoredVersion promote(
            Reference reference, String alias, String who, String reason, Instant now, boolean mayBeUnproven)
            throws ModelsException {
        if (!Reference.isAlias(alias)) {
            throw new ModelsException(
                    ModelsException.Kind.USAGE, "'" + alias + "' is no alias: a lower-case word such as candidate");
        }
        return repository.locked(reference.name(), shelf -> {
            StoredVersion version = repository.resolve(reference);
            if (!alias.equals(ModelRepository.PRODUCTION)) {
                shelf.move(alias, version.number(), now.toString(), who, reason);
                return version;
            }
            String gap = GateProof.gap(version);
            if (gap != null && !mayBeUnproven) {
                throw unproven(version, gap);
            }
            if (version.number() < shelf.standing(alias)) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE,
                        version + " is older than production, " + shelf.standing(alias) + "; 'saccade models rollback "
                                + reference.name() + " --to " + version.number() + "' goes back on purpose");
            }
            String why = gap == null ? reason : "unproven (" + gap + ")" + (reason.isEmpty() ? "" : ": " + reason);
            shelf.move(alias, version.number(), now.toString(), who, why);
            // After the alias: a crash in between leaves a vehicle that runs, not one that refuses what serves.
            accept(version);
            return version;
        });
    }

    private static ModelsException unproven(StoredVersion version, String gap) {
        return new ModelsException(
                ModelsException.Kind.BAD_INPUT,
                version + ": " + gap + ", and an engine may serve only after it was compared; 'saccade compile "
                        + version + "' makes a version that was, --unproven promotes this one all the same");
    }

    /**
     * Puts an older version back into production on purpose, and lets the vehicle accept it.
     *
     * @param name of the model
     * @param to its number; 0 for the one that served before
     * @param who in words
     * @param reason in words
     * @param now when
     * @return the version
     * @throws ModelsException of kind USAGE when there is nothing to go back to
     */
    public StoredVersion rollback(String name, int to, String who, String reason, Instant now) throws ModelsException {
        return repository.locked(name, shelf -> {
            int serving = shelf.standing(ModelRepository.PRODUCTION);
            int target = to > 0 ? to : before(shelf, serving);
            // A new repository on a vehicle that has a floor: an older version than that is named on purpose.
            if ((serving == 0 && to <= 0)
                    || target == 0
                    || target == serving
                    || !shelf.numbers().contains(target)) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE,
                        name + ": nothing to go back to: production is " + (serving == 0 ? "unset" : serving)
                                + ", versions are " + shelf.numbers() + "; name one with --to");
            }
            StoredVersion version = shelf.version(target);
            accept(version);
            shelf.move(ModelRepository.PRODUCTION, target, now.toString(), who, "rollback: " + reason);
            return version;
        });
    }

    /** What served before the present version, by the history. */
    private static int before(ModelShelf shelf, int serving) throws IOException {
        int found = 0;
        for (HistoryEntry entry : shelf.history()) {
            if (entry.alias().equals(ModelRepository.PRODUCTION) && entry.to() == serving && entry.from() != serving) {
                found = entry.from();
            }
        }
        return found;
    }

    private void accept(StoredVersion version) throws ModelsException {
        if (floor == null) {
            return;
        }
        try {
            floor.set(version.name(), version.number());
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.STORAGE, e.getMessage(), e);
        }
    }
}
