package dev.saccade.bench.gpu;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/** The plan: what is asked of a GPU, the most valuable first. Together at most 15 minutes. */
final class Parts {
    private static final String DETECTOR = "centernet-coco";
    private static final String SMALL = "landing-pad";

    private Parts() {}

    static List<Part> all(Launch launch) {
        List<Part> parts = new ArrayList<>();
        parts.add(part(
                "smoke",
                "does a model compile here, and does a frame come back?",
                Need.GPU,
                180,
                launch.bench(GpuSmoke.class, SMALL)));
        parts.add(tests(launch, "tests", "do the tests that need a GPU pass?", Need.GPU, 240, "--include-tag=gpu"));
        parts.add(part(
                "compile",
                "how long do the detector and a ResNet-50 take to compile?",
                Need.GPU,
                240,
                launch.bench(GpuCompile.class, DETECTOR, GpuModels.RESNET_FP16, GpuModels.RESNET_FP32)));
        parts.add(part(
                "latency",
                "capture to result beside the C++ loop and PyTorch?",
                Need.GPU,
                240,
                launch.bench(GpuLatency.class, DETECTOR, GpuModels.RESNET_FP16, GpuModels.RESNET_FP32)));
        parts.add(part(
                "preprocess",
                "the preprocess kernel against its bandwidth floor?",
                Need.GPU,
                60,
                launch.bench(GpuPreprocess.class)));
        parts.add(part(
                "switch-over",
                "from a real hang and a real sticky error to the first command that knows of it?",
                Need.GPU,
                120,
                launch.bench(GpuSwitchOver.class, SMALL)));
        parts.add(part(
                "soak",
                "do 200 cycles of load, run and close give all memory back?",
                Need.GPU,
                120,
                launch.bench(GpuSoak.class, SMALL)));
        parts.add(new Part(
                "sanitizer",
                "does compute-sanitizer find anything in a short run?",
                Need.COMPUTE_SANITIZER,
                120,
                sanitized(launch),
                false));
        parts.addAll(rehearsal(launch));
        return parts;
    }

    /** What runs anywhere: that the kit is whole, and what the standby gives on this processor. */
    private static List<Part> rehearsal(Launch launch) {
        return List.of(
                part(
                        "cpu-smoke",
                        "does the program see frames on the CPU?",
                        Need.NONE,
                        60,
                        launch.bench(GpuSmoke.class, SMALL, "--backend", "cpu")),
                part(
                        "cpu-latency",
                        "capture to result on the CPU, a rehearsal of the benchmark?",
                        Need.NONE,
                        60,
                        launch.bench(
                                GpuLatency.class,
                                SMALL,
                                "--backend",
                                "cpu",
                                "--frames",
                                "500",
                                "--cadence-frames",
                                "60")),
                part(
                        "cpu-soak",
                        "do load, run and close give memory back on the CPU?",
                        Need.NONE,
                        60,
                        launch.bench(GpuSoak.class, SMALL, "--backend", "cpu", "--cycles", "40")),
                tests(
                        launch,
                        "cpu-tests",
                        "do the tests of engines, models and vision pass?",
                        Need.NONE,
                        120,
                        "--exclude-tag=gpu",
                        "--include-package=dev.saccade.engine",
                        "--include-package=dev.saccade.internal.onnxruntime",
                        "--include-package=dev.saccade.internal.tensorrt",
                        "--include-package=dev.saccade.vision"));
    }

    private static Part part(String name, String question, Need need, int limitS, List<String> command) {
        return new Part(name, question, need, limitS, command, true);
    }

    private static Part tests(Launch launch, String name, String question, Need need, int limitS, String... filters) {
        List<String> command = new ArrayList<>(
                launch.bench(GpuTests.class, "--root", launch.tests().replace(File.pathSeparator, ",")));
        command.addAll(List.of(filters));
        return part(name, question, need, limitS, command);
    }

    /** The JVM itself stops on signals that the tool does not mind. */
    private static List<String> sanitized(Launch launch) {
        List<String> command = new ArrayList<>(
                List.of("compute-sanitizer", "--tool", "memcheck", "--error-exitcode", "9", "--print-limit", "20"));
        command.addAll(
                launch.bench(GpuLatency.class, SMALL, "--frames", "50", "--cadence-frames", "0", "--goals", "off"));
        return command;
    }
}
