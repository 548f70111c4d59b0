package dev.saccade.engine;

import java.util.Set;

/** How targets are named: in directories, and in the field's words for each back end. */
final class EngineTargets {
    static final String TENSORRT = "tensorrt";
    static final String ONNX_RUNTIME = "onnxruntime";

    private static final Set<String> KNOWN = Set.of(TENSORRT, ONNX_RUNTIME);

    /** What a back end calls the parts of a target. */
    record Words(String library, String device, String capability) {}

    private EngineTargets() {}

    static Words words(EngineTarget target) {
        return target.backend().equals(ONNX_RUNTIME)
                ? new Words("ONNX Runtime", "instruction set", "CPU extensions")
                : new Words("TensorRT", "GPU", "compute capability");
    }

    /** Engines of several back ends lie side by side; those of the others are no misfits of this one. */
    static boolean isOfAnother(EngineEntry entry, EngineTarget here) {
        return entry.manifest() != null
                && KNOWN.contains(here.backend())
                && KNOWN.contains(entry.manifest().target().backend())
                && !entry.manifest().target().backend().equals(here.backend());
    }

    /** A directory's name. */
    static String slug(EngineTarget target) {
        String capability = target.backend().equals(TENSORRT) ? "sm" + target.capability() : target.capability();
        return String.join("-", target.backend(), target.version(), target.device(), capability)
                .replaceAll("[^A-Za-z0-9._-]+", "-")
                .replaceFirst("^\\.+", "");
    }
}
