package dev.saccade.control.wire;

import dev.saccade.model.SharedCache;
import dev.saccade.posix.GateLink;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.bytedeco.javacpp.Loader;

/** The gate's executable: kept in the cache by the digest of its bytes, so that gates of several versions may live. */
final class GateProgram {
    private static final String OVERRIDE = "SACCADE_GATE";
    private static final int DIGEST_BYTES = 8;
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
                            + "; set SACCADE_CACHE to a directory that" + " may hold programs, or " + OVERRIDE
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
        String resource = "/dev/saccade/" + Loader.getPlatform() + "/saccade-gate";
        Path directory = SharedCache.directory("gate");
        try (InputStream packed = GateLink.class.getResourceAsStream(resource)) {
            if (packed == null) {
                throw new WireException(
                        WireException.Kind.NO_GATE,
                        "no gate is built for " + Loader.getPlatform() + "; build it there");
            }
            return unpacked(packed.readAllBytes(), directory);
        } catch (IOException e) {
            throw new WireException(
                    WireException.Kind.NO_GATE,
                    "gate: " + directory + " cannot be written: " + e.getMessage() + "; set SACCADE_CACHE");
        }
    }

    static Path unpacked(byte[] program, Path directory) throws IOException {
        Path file = directory.resolve("saccade-gate-" + digest(program));
        if (Files.isExecutable(file) && Arrays.equals(Files.readAllBytes(file), program)) {
            return file;
        }
        Files.createDirectories(directory);
        Path beside = Files.createTempFile(directory, "saccade-gate", ".part");
        try {
            Files.write(beside, program);
            Files.setPosixFilePermissions(beside, PosixFilePermissions.fromString("rwx------"));
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(beside);
        }
        return file;
    }

    private static String digest(byte[] program) {
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(program);
            return HexFormat.of().formatHex(sum, 0, DIGEST_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
