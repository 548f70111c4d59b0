package dev.saccade.posix;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;

/** The native programs that come with this library and run as processes of their own. */
public final class Programs {
    private Programs() {}

    /**
     * Unpacks a program into JavaCPP's cache, unless it is there; any thread and process.
     *
     * @param name its file name, as in {@code saccade-tick}
     * @return an executable file
     * @throws IOException when the program is not part of the library, or cannot be unpacked
     */
    public static Path unpack(String name) throws IOException {
        String resource = "/dev/saccade/" + Loader.getPlatform() + "/" + name;
        File file = Loader.cacheResource(Programs.class, resource);
        if (file == null) {
            throw new FileNotFoundException(
                    resource + " is not in the native library's jar; build module native for this platform");
        }
        if (!file.canExecute() && !file.setExecutable(true)) {
            throw new IOException(file + " cannot be made executable; is its file system mounted noexec?");
        }
        return file.toPath();
    }
}
