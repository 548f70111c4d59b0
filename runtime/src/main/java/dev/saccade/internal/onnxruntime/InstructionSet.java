package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.EngineTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an optimised graph depends on in a processor: the level of its instruction set, which decides how weights are laid
 * out in blocks, and the extensions beyond it that ONNX Runtime's kernels ask for. Two processors that are alike in both
 * take each other's graphs.
 *
 * @param level as the x86-64 psABI names it, or the architecture
 * @param extensions in a fixed order, joined by +; {@code base} for none
 */
record InstructionSet(String level, String extensions) {
    /** The back end's name in targets. */
    static final String LIBRARY = "onnxruntime";

    static final String NO_EXTENSIONS = "base";

    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    /** Flags of the kernel that each level of x86-64 adds (psABI, 3.1.1). */
    private static final List<Set<String>> X86_LEVELS = List.of(
            Set.of("cx16", "lahf_lm", "popcnt", "sse4_1", "sse4_2", "ssse3"),
            Set.of("avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe", "xsave"),
            Set.of("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"));
    /** Flag of the kernel, and its name here. */
    private static final Map<String, String> EXTENSIONS = new LinkedHashMap<>();

    static {
        EXTENSIONS.put("avx_vnni", "avxvnni");
        EXTENSIONS.put("avx512_vnni", "vnni");
        EXTENSIONS.put("avx512_bf16", "bf16");
        EXTENSIONS.put("avx512_fp16", "fp16");
        EXTENSIONS.put("amx_tile", "amx");
        EXTENSIONS.put("amx_int8", "amxint8");
        EXTENSIONS.put("amx_bf16", "amxbf16");
        EXTENSIONS.put("asimdhp", "fp16");
        EXTENSIONS.put("asimddp", "dot");
        EXTENSIONS.put("i8mm", "i8mm");
        EXTENSIONS.put("bf16", "bf16");
        EXTENSIONS.put("sve", "sve");
    }

    /** What graphs that are optimised here belong to. The library is loaded. */
    static EngineTarget target() {
        InstructionSet here = here();
        return new EngineTarget(LIBRARY, Ort.version(), here.level, here.extensions);
    }

    /** This machine's. */
    static InstructionSet here() {
        Set<String> flags = new HashSet<>();
        try {
            for (String line : Files.readAllLines(CPUINFO, StandardCharsets.ISO_8859_1)) {
                if (line.isEmpty()) {
                    break;
                }
                if (line.startsWith("flags") || line.startsWith("Features")) {
                    flags.addAll(Arrays.asList(
                            line.substring(line.indexOf(':') + 1).strip().split(" +")));
                }
            }
        } catch (IOException e) {
            // Without the kernel's word the lowest level is assumed, and graphs made here fit only where that holds
            // too.
            flags.clear();
        }
        return of(System.getProperty("os.arch"), flags);
    }

    static InstructionSet of(String architecture, Set<String> flags) {
        List<String> extensions = new ArrayList<>();
        EXTENSIONS.forEach((flag, name) -> {
            if (flags.contains(flag)) {
                extensions.add(name);
            }
        });
        return new InstructionSet(
                architecture.equals("amd64") ? "x86-64-v" + x86Level(flags) : architecture,
                extensions.isEmpty() ? NO_EXTENSIONS : String.join("+", extensions));
    }

    private static int x86Level(Set<String> flags) {
        int level = 1;
        while (level <= X86_LEVELS.size() && flags.containsAll(X86_LEVELS.get(level - 1))) {
            level++;
        }
        return level;
    }
}
