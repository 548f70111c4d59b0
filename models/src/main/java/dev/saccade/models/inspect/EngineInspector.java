package dev.saccade.models.inspect;

import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Looks into compiled engines by what the builder's inspector left beside them; needs no GPU. Stateless. */
public final class EngineInspector {
    private static final String NO_TIMES =
            "time of layers: not told, since TensorRT hands it to an IProfiler, which the Java presets (10.6, 10.15"
                    + " and 11.2) do not let Java implement; trtexec --loadEngine --dumpProfile tells it";

    private EngineInspector() {}

    /**
     * Whether a directory is an engine's.
     *
     * @param directory any path
     * @return whether it has the inspector's file
     */
    public static boolean isEngine(Path directory) {
        return Files.exists(directory.resolve(EngineLayers.FILE));
    }

    /**
     * Looks.
     *
     * @param subject what is looked at, in words
     * @param directory of the engine
     * @param network what it was made of; null when that is not at hand
     * @param notes what the caller has to say
     * @return what was found
     * @throws ModelsException of kind BAD_INPUT when the file is missing, damaged or beyond the limits
     */
    public static Inspection look(String subject, Path directory, NetworkSummary network, List<String> notes)
            throws ModelsException {
        List<LayerRow> rows = EngineLayers.read(directory);
        List<String> all = new ArrayList<>(notes);
        all.add(NO_TIMES);
        if (rows.stream().allMatch(row -> row.outputs().isEmpty()) && !rows.isEmpty()) {
            all.add("the engine was built without detailed profiling verbosity: layers have names alone");
        }
        return new Inspection(subject, "the TensorRT engine", network, rows, null, null, all);
    }
}
