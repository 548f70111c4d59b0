package dev.saccade.internal.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Locale;

/** Java's file errors in words for a message that names the file itself. */
public final class IoReason {
    private IoReason() {}

    /** Why a file operation failed, without the file's name, which Java puts first, and without Java's names. */
    public static String of(IOException e) {
        if (e instanceof FileSystemException f && f.getReason() != null) {
            return f.getReason();
        }
        String kind = e.getClass().getSimpleName().replaceAll("Exception$", "").replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        return e instanceof FileSystemException || e.getMessage() == null
                ? kind.toLowerCase(Locale.ROOT)
                : e.getMessage();
    }
}
