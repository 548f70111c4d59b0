package dev.saccade.models.repository;

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

    @Override
    public String toString() {
        return name + "@" + number;
    }
}
