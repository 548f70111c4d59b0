package dev.saccade.model;

import java.nio.file.Path;
import java.util.List;

/** Reads labels that are not yet part of a package. Stateless and safe for any thread. */
public final class LabelList {
    private LabelList() {}

    /**
     * Reads a labels file as a package's is read: UTF-8, one a line, in class order, none blank, at most 4 MiB.
     *
     * @param file the file
     * @return the labels, at least one
     * @throws PackageException when it cannot be read; the message is one line with file, line and remedy
     */
    public static List<String> read(Path file) throws PackageException {
        return LabelsFile.read(file);
    }
}
