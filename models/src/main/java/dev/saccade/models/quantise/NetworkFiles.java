package dev.saccade.models.quantise;

import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** One package with many networks in turn, in a directory for temporary files. One thread. */
final class NetworkFiles {
    private final ModelPackage model;
    private final Path directory;
    private int made;

    NetworkFiles(ModelPackage model, Path directory) {
        this.model = model;
        this.directory = directory;
    }

    ModelPackage model() {
        return model;
    }

    /** The package with another network. It has an identity of its own: by it the CPU's optimised graphs are kept. */
    ModelPackage with(byte[] network) throws ModelsException {
        Path file = directory.resolve("network-" + made++ + ".onnx");
        try {
            Files.write(file, network);
        } catch (IOException e) {
            throw ModelsException.storage(file + " cannot be written", e);
        }
        return new ModelPackage(
                model.directory(),
                model.name(),
                model.task(),
                file,
                model.labels(),
                model.input(),
                model.decoder(),
                model.thresholds(),
                null,
                model.provenance(),
                "network " + Sha256.of(network),
                model.device(),
                model.gate());
    }

    /** Deletes a network that is no longer needed; engines keep what they read. */
    void drop(ModelPackage network) throws ModelsException {
        try {
            Files.deleteIfExists(network.model());
        } catch (IOException e) {
            throw ModelsException.storage(network.model() + " cannot be deleted", e);
        }
    }
}
