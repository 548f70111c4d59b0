package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** What the plan runs on. Asked once, by means that work without any of our libraries. */
final class GpuHost {
    private static final List<Path> DRIVER =
            List.of(Path.of("/proc/driver/nvidia/version"), Path.of("/dev/nvidiactl"), Path.of("/dev/nvhost-ctrl"));
    private static final int PATIENCE_S = 20;

    private final String withoutGpu;
    private final Optional<String> gpu;

    private GpuHost(String withoutGpu, Optional<String> gpu) {
        this.withoutGpu = withoutGpu;
        this.gpu = gpu;
    }

    static GpuHost here() {
        if (DRIVER.stream().noneMatch(Files::exists)) {
            return without("no driver");
        }
        Optional<String> smi = output(
                "nvidia-smi", "--query-gpu=name,driver_version,memory.total,compute_cap", "--format=csv,noheader");
        boolean isDevice =
                smi.filter(s -> !s.isBlank() && !s.contains("No devices")).isPresent() || hasDeviceFile();
        return new GpuHost(isDevice ? null : "no device", smi);
    }

    /** A host that has none, for a reason. */
    static GpuHost without(String reason) {
        return new GpuHost(reason, Optional.empty());
    }

    private static boolean hasDeviceFile() {
        return Files.exists(Path.of("/dev/nvidia0")) || Files.exists(Path.of("/dev/nvhost-gpu"));
    }

    /** Why a part cannot run here; null when it can. */
    String lacks(Need need) {
        return switch (need) {
            case NONE -> null;
            case GPU -> withoutGpu;
            case COMPUTE_SANITIZER ->
                withoutGpu != null
                        ? withoutGpu
                        : isOnPath("compute-sanitizer") ? null : "compute-sanitizer is not on the PATH";
        };
    }

    static boolean isOnPath(String program) {
        return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(":", -1))
                .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
    }

    ObjectNode json() {
        ObjectNode node = new ObjectMapper().createObjectNode();
        node.put("day", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        node.put(
                "gpu",
                gpu.map(String::strip)
                        .filter(s -> !s.isEmpty())
                        .orElse(withoutGpu == null ? "unnamed" : "none: " + withoutGpu));
        node.put("driver", read("/proc/driver/nvidia/version").orElse("none"));
        node.put("processor", read("/proc/cpuinfo").map(GpuHost::processor).orElse("unknown"));
        node.put("processors", Runtime.getRuntime().availableProcessors());
        node.put("kernel", read("/proc/sys/kernel/osrelease").orElse("unknown"));
        node.put("java", Runtime.version().toString());
        node.put(
                "nvcc",
                output("nvcc", "--version")
                        .flatMap(v ->
                                v.lines().filter(l -> l.contains("release")).findFirst())
                        .map(String::strip)
                        .orElse("none"));
        node.put("computeSanitizer", isOnPath("compute-sanitizer"));
        Path kit = Launch.here().root().resolve("kit.properties");
        node.put(
                "kit",
                read(kit.toString())
                        .map(k -> String.join(", ", k.lines().toList()))
                        .orElse("none: from Maven"));
        return node;
    }

    private static String processor(String cpuinfo) {
        return cpuinfo.lines()
                .filter(l -> l.startsWith("model name"))
                .findFirst()
                .map(l -> l.substring(l.indexOf(':') + 1).strip())
                .orElse("unknown");
    }

    private static Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** What a program prints; empty when it is not there, fails, or takes too long. */
    private static Optional<String> output(String... command) {
        Path file = null;
        try {
            file = Files.createTempFile("saccade-gpu-host", ".txt");
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(file.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_S, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            return process.exitValue() == 0
                    ? Optional.of(Files.readString(file, StandardCharsets.UTF_8))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        } finally {
            if (file != null) {
                file.toFile().delete();
            }
        }
    }
}
