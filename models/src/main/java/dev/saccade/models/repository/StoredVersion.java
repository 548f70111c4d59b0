package dev.saccade.models.repository;

import dev.saccade.models.ModelsException;
import dev.saccade.trust.VersionManifest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A version in a repository. Its directory never changes; it may be collected when nothing names it.
 *
 * @param name of the model
 * @param number from 1
 * @param directory with manifest.yaml, package/, engines/, record/
 */
public record StoredVersion(String name, int number, Path directory) {
    /** @return the package */
    public Path packageDirectory() {
        return directory.resolve("package");
    }

    /** @return engines by target */
    public Path engines() {
        return directory.resolve("engines");
    }

    /** @return what is known about it: metrics, data sets, charts */
    public Path record() {
        return directory.resolve("record");
    }

    /**
     * Requires that this is the version which a manifest describes.
     *
     * @param manifest of a version that came from elsewhere
     * @throws ModelsException of kind BAD_INPUT when it is another, STORAGE when one cannot be read
     */
    public void requireSame(Path manifest) throws ModelsException {
        Path own = directory.resolve(VersionManifest.FILE);
        try {
            if (Files.mismatch(own, manifest) >= 0) {
                throw ModelsException.badInput(this + " is here already with another content (" + own
                        + "), and a number never names two; publish the other under its next number");
            }
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE, own + ": " + e.getMessage() + "; check the disk and permissions", e);
        }
    }

    @Override
    public String toString() {
        return name + "@" + number;
    }
}
