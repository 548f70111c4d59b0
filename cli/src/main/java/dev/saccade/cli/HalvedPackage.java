package dev.saccade.cli;

import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import dev.saccade.models.precision.HalfPackage;
import dev.saccade.models.precision.HalfPrecision;
import dev.saccade.models.precision.Islands;
import dev.saccade.models.precision.Ports;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;

/**
 * The FP16 package of an FP32 one: a package of its own, with an identity of its own, in a directory beside the store
 * whose name tells what it was made of; made once.
 */
final class HalvedPackage {
    private final Path directory;
    private final Islands islands;

    HalvedPackage(Path store, Set<String> keepFp32) {
        directory = beside(store);
        islands = Islands.none().andNodes(List.copyOf(new TreeSet<>(keepFp32)));
    }

    static Path beside(Path store) {
        return store.toAbsolutePath().normalize().resolveSibling("packages");
    }

    /** Refuses what {@link #of} refuses, and writes nothing. */
    void check(ModelPackage model) throws ModelsException {
        HalfPrecision.check(model.model(), islands);
    }

    Path of(ModelPackage model) throws ModelsException {
        String made = model.identity() + "\n" + islands;
        String key = UUID.nameUUIDFromBytes(made.getBytes(StandardCharsets.UTF_8))
                .toString()
                .substring(0, 8);
        Path halved = directory.resolve(model.name() + HalfPackage.SUFFIX + "-" + key);
        if (!Files.isDirectory(halved)) {
            HalfPackage.convert(model.directory(), halved, islands, Ports.FP32);
        }
        return halved;
    }
}
