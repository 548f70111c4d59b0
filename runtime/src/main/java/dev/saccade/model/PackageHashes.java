package dev.saccade.model;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * SHA-256, hex, of each part of a package on its own: what {@link ModelPackage#identity()} cannot tell is which of them
 * changed.
 *
 * @param description of model.yaml
 * @param labels of the labels file; of its absence where the decoder implies the labels
 * @param model of the ONNX file
 */
public record PackageHashes(String description, String labels, String model) {
    /**
     * Reads the files of a package.
     *
     * @param model validated package
     * @return the hashes of what lies there now
     * @throws PackageException when a file cannot be read
     */
    public static PackageHashes of(ModelPackage model) throws PackageException {
        Path labels = model.directory().resolve(ModelPackages.labelsFile(model));
        return new PackageHashes(
                hash("model.yaml", model.directory().resolve(ModelPackages.DESCRIPTION)),
                hash("labels", Files.isRegularFile(labels) ? labels : null),
                hash("model", model.model()));
    }

    private static String hash(String role, Path file) throws PackageException {
        return new PackageIdentity().add(role, file).hex();
    }
}
