package dev.saccade.internal.tensorrt.cuda;

import dev.saccade.internal.tensorrt.device.DeviceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Kernels that NVRTC compiled, which takes seconds, kept for the next start. The name tells sources, options and
 * capability, so that a kept file never has to be compared. Safe for several processes; without a writable directory each
 * start compiles.
 */
final class KeptKernels {
    private static final Logger LOG = LoggerFactory.getLogger(KeptKernels.class);

    /** Makes what is not kept yet. */
    @FunctionalInterface
    interface Compiler {
        byte[] compile() throws DeviceException;
    }

    private final Path directory;

    KeptKernels(Path directory) {
        this.directory = directory;
    }

    byte[] get(String name, Compiler compiler) throws DeviceException {
        Path file = directory.resolve(name);
        try {
            if (Files.isRegularFile(file)) {
                return Files.readAllBytes(file);
            }
        } catch (IOException e) {
            LOG.debug("{}: not read, the kernels are compiled again: {}", file, e.toString());
        }
        byte[] code = compiler.compile();
        try {
            Files.createDirectories(directory);
            Path draft = Files.createTempFile(directory, name, ".draft");
            try {
                Files.write(draft, code);
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(draft);
            }
        } catch (IOException e) {
            LOG.debug("{}: not kept, the next start compiles again: {}", file, e.toString());
        }
        return code;
    }
}
