package dev.saccade.cli;

import dev.saccade.internal.files.IoReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that the program writes: checked before the work begins, whole or absent after it. */
final class OutputFile {
    private OutputFile() {}

    /** Refuses a path that cannot be written, before anything else is done. */
    static void require(String option, Path file) throws CommandException {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new CommandException(ExitCode.USAGE, option + " " + file + ": is a directory; name a file");
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw new CommandException(
                    ExitCode.USAGE, option + " " + file + ": directory " + parent + " does not exist; create it first");
        }
        if (!Files.isWritable(parent) || (Files.exists(file) && !Files.isWritable(file))) {
            throw new CommandException(ExitCode.USAGE, option + " " + file + ": not writable; name another place");
        }
    }

    /** Writes a whole file: under a temporary name beside it, then moved into place. */
    static void write(String option, Path file, byte[] content) throws CommandException {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            try {
                Files.write(part, content);
                Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FELL_SHORT,
                    option + " " + file + ": cannot be written (" + IoReason.of(e) + "); name another place",
                    e);
        }
    }
}
