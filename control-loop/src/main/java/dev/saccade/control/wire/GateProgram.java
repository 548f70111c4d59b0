package dev.saccade.control.wire;

import dev.saccade.model.SharedCache;
import dev.saccade.posix.Programs;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The gate's executable, from the cache. */
final class GateProgram {
    private static final String OVERRIDE = "SACCADE_GATE";
    private static final int NOT_OPENED = 3;
    private static final int HELD = 5;

    private GateProgram() {}

    /**
     * Starts a gate and waits until it holds the wire.
     *
     * @return false: another process holds it
     */
    static boolean start(WireAddress address) {
        Path executable = executable();
        try {
            ProcessBuilder builder = new ProcessBuilder(executable.toString(), address.text())
                    .directory(new File("/"))
                    .redirectErrorStream(true);
            builder.environment().clear();
            Process starter = builder.start();
            starter.getOutputStream().close();
            String said = new String(starter.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            int code = starter.waitFor();
            if (code == 0 || code == HELD) {
                return code == 0;
            }
            throw new WireException(code == NOT_OPENED ? WireException.Kind.DEVICE : WireException.Kind.NO_GATE, said);
        } catch (IOException e) {
            throw new WireException(
                    WireException.Kind.NO_GATE,
                    "gate " + executable + " cannot be run: " + e.getMessage()
                            + "; set SACCADE_CACHE to a directory that may hold programs, or " + OVERRIDE
                            + " to an installed saccade-gate");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new WireException(WireException.Kind.NO_GATE, "gate: interrupted while it started");
        }
    }

    private static Path executable() {
        String installed = System.getenv(OVERRIDE);
        if (installed != null && !installed.isBlank()) {
            return Path.of(installed);
        }
        Path directory = SharedCache.directory("gate");
        try {
            return Programs.unpack("saccade-gate", directory);
        } catch (FileNotFoundException e) {
            throw new WireException(WireException.Kind.NO_GATE, "gate: " + e.getMessage());
        } catch (IOException e) {
            throw new WireException(
                    WireException.Kind.NO_GATE,
                    "gate: " + directory + " cannot be written: " + e.getMessage() + "; set SACCADE_CACHE");
        }
    }
}
