package dev.saccade.trust;

import dev.saccade.model.PackageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The lowest version of each model that may serve on this vehicle: an older one, however well signed, may have been put
 * there to bring a known fault back. Promotion raises it; only a rollback on purpose lowers it. One small file a model,
 * replaced as a whole. Safe for several processes.
 */
public final class Floor {
    private final Path directory;

    /**
     * Names the directory; nothing is created.
     *
     * @param directory one file a model
     */
    Floor(Path directory) {
        this.directory = directory;
    }

    /**
     * The lowest version that may serve.
     *
     * @param model name
     * @return its number; 0 when nothing was ever promoted here
     * @throws PackageException when the file is damaged: then nothing may serve
     */
    public int of(String model) throws PackageException {
        Path file = directory.resolve(model);
        try {
            String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
            if (!text.matches("[0-9]{1,9}")) {
                throw new PackageException(file + ": '" + text + "' is no version number; promote the model again");
            }
            return Integer.parseInt(text);
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new PackageException(file + ": unreadable: " + e + "; check its permissions");
        }
    }

    /**
     * Sets the lowest version that may serve.
     *
     * @param model name
     * @param version at least 1
     * @throws PackageException when it cannot be written; the old one then stands
     */
    public void set(String model, int version) throws PackageException {
        try {
            SmallFile.replace(directory.resolve(model), version + "\n");
        } catch (IOException e) {
            throw new PackageException(
                    directory.resolve(model) + ": cannot be written: " + e + "; check the permissions of " + directory);
        }
    }
}
