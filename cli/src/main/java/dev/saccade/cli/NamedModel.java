package dev.saccade.cli;

import dev.saccade.model.ModelPackage;
import dev.saccade.models.repository.StoredVersion;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A model that was asked for.
 *
 * @param name as it was asked for
 * @param model its package
 * @param trust how far it is trusted, in words
 * @param version of the repository; empty for a plain package
 */
record NamedModel(String name, ModelPackage model, String trust, Optional<StoredVersion> version) {
    /** Where its version's engines lie; null for a plain package. */
    Path engines() {
        return version.map(StoredVersion::engines).orElse(null);
    }
}
