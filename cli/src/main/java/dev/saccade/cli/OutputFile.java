package dev.saccade.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

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
                    option + " " + file + ": cannot be written (" + reason(e) + "); name another place",
                    e);
        }
    }

    /** Why a file operation failed, without the file's name, which Java puts first. */
    static String reason(IOException e) {
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        String kind = e.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return e instanceof FileSystemException ? kind.toLowerCase(Locale.ROOT) : String.valueOf(e.getMessage());
    }
}
