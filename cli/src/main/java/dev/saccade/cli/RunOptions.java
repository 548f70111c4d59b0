package dev.saccade.cli;

import dev.saccade.control.SafePolicy;
import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.fault.FaultSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of {@code saccade run}. */
final class RunOptions {
    @Option(
            names = "--source",
            paramLabel = "URI",
            description = {
                "Where frames come from; the catalogue's pedestrian clip unless given.",
                "file:CLIP.mp4, dir:FOLDER, v4l2:/dev/video0, synthetic: with options such as ?fps=15, ?size=640x480 or"
                        + " ?pace=max (every frame, none dropped)."
            })
    String source;

    @Mixin
    ViewOptions view = new ViewOptions();

    @Option(
            names = "--model",
            paramLabel = "PACKAGE|NAME|NAME@N",
            description =
                    "A model package directory, a version of the repository, or a name of 'saccade models list'; the COCO"
                            + " detector unless given.")
    String model;

    @Option(
            names = "--backend",
            paramLabel = "auto|tensorrt|cpu",
            description = "The library that runs the model; auto unless given: the GPU where there is one.",
            converter = BackendConverter.class)
    Backend backend = Backend.AUTO;

    @Option(
            names = "--isolation",
            paramLabel = "none|process",
            description = {
                "Where the engine runs: in this process (unless given), which is fastest; or in one of its own, so that a"
                        + " fault that ends a process ends that one, and a new one takes its place (docs/isolation.md)."
            },
            converter = IsolationConverter.class)
    String isolation = IsolationConverter.NONE;

    @Option(
            names = "--device",
            paramLabel = "cuda:N",
            description = "The GPU that runs the model, cuda:0 is the first; what the package asks for unless given.",
            converter = DeviceConverter.class)
    Integer device;

    @Option(
            names = "--gpu-priority",
            paramLabel = "low|normal|high",
            description = "Which of several engines goes first on a GPU; normal unless given.",
            converter = GpuPriorityConverter.class)
    DeviceOptions.Priority gpuPriority;

    @Option(
            names = "--budget-share",
            paramLabel = "S",
            description =
                    "Share of --deadline that the GPU may use, above 0, at most 1; beyond it a frame is missed. 1 unless"
                            + " given.")
    Double budgetShare;

    @Option(names = "--rate", paramLabel = "HZ", description = "Ticks of the control loop a second; 100 unless given.")
    double rateHz = 100;

    @Option(
            names = "--deadline",
            paramLabel = "MS",
            description = "Capture to result; later results count as missed. None unless given.",
            converter = MillisConverter.class)
    Duration deadline;

    @Option(
            names = "--max-age",
            paramLabel = "MS",
            description = "Age beyond which a perception cannot steer; derived from the warm-up unless given.",
            converter = MillisConverter.class)
    Duration maxAge;

    @Option(
            names = "--safe-after",
            paramLabel = "MS",
            description =
                    "Age of the newest perception at which the loop goes safe; twice the maximum age unless given.",
            converter = MillisConverter.class)
    Duration safeAfter;

    @Option(
            names = "--deadline-misses",
            paramLabel = "N/M",
            description =
                    "Misses of the deadline, N of the latest M results, that degrade the loop; 3/10 unless given.",
            converter = RatioConverter.class)
    RatioConverter.Ratio deadlineMisses;

    @Option(
            names = "--fallback",
            paramLabel = "PACKAGE|NAME|none",
            description =
                    "What stands in when the engine fails or hangs, kept warm on the CPU; what the package declares"
                            + " unless given, or, on a GPU, the package itself.")
    String fallback;

    @Option(
            names = "--hang-timeout",
            paramLabel = "MS",
            description = "How long the engine may look at a frame before the fallback does; derived unless given.",
            converter = MillisConverter.class)
    Duration hangTimeout;

    @Option(
            names = "--accept-repeats",
            description = "Take pictures that repeat the one before, as stills do; a frozen camera is not told then.")
    boolean acceptRepeats;

    @Option(names = "--frames", paramLabel = "N", description = "End after N frames.")
    Long frames;

    @Option(
            names = "--duration",
            paramLabel = "S",
            description = "End after S seconds.",
            converter = SecondsConverter.class)
    Duration duration;

    @Option(
            names = "--min-score",
            paramLabel = "S",
            description = "Lowest score that is reported, 0 to 1; overrides the package's threshold.")
    Float minScore;

    @Option(
            names = "--actuator",
            paramLabel = "print|none|udp://HOST:PORT|mavlink:ADDRESS",
            description = {
                "Where commands go: printed (unless given), nowhere, as one JSON datagram a tick, or to an autopilot by",
                "MAVLink 2, ADDRESS being udp://HOST:PORT[?OPTIONS] or serial:DEVICE[?baud=N&OPTIONS] (docs/mavlink.md)."
            })
    String actuator = "print";

    @Option(
            names = "--gate",
            paramLabel = "process|none|required",
            description = {
                "Who owns the socket or serial line of --actuator: a process of its own, which makes the vehicle safe when"
                        + " this one cannot (unless given, where it can be started); this one; or a process, and nothing"
                        + " runs without it."
            },
            converter = GateConverter.class)
    String gate = Outlet.PROCESS;

    @Option(
            names = "--stall",
            paramLabel = "MS",
            description =
                    "Silence of this program after which the gate goes safe; 10 ticks and at least 100 ms unless given.",
            converter = MillisConverter.class)
    Duration stall;

    @Option(
            names = "--rearm",
            description = "Steer although the gate has gone safe under an earlier program; its cause is removed.")
    boolean rearm;

    @Option(
            names = "--safe-policy",
            paramLabel = "stop|hold-then-land:3s|hold-then-silence:3s|hand-over",
            description = "What safe means for this vehicle; stop unless given.",
            converter = SafePolicyConverter.class)
    SafePolicy safePolicy = SafePolicy.stop();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Compute threads of the CPU back end; chosen by the processors unless given.")
    Integer threads;

    @Option(names = "--save-power", description = "Idle compute threads sleep instead of spinning.")
    boolean savePower;

    @Option(names = "--perceptions", paramLabel = "FILE.jsonl", description = "Write one JSON line a processed frame.")
    Path perceptions;

    @Option(
            names = "--annotate",
            paramLabel = "FILE.mp4|DIR",
            description =
                    "Write frames with what was seen drawn in: a video (.mp4, .mkv), or numbered PNGs in DIR (DIR/*.jpg for JPEG).")
    Path annotate;

    @Option(names = "--masks", paramLabel = "DIR", description = "Write each segmentation mask as a PNG.")
    Path masks;

    @Option(
            names = "--fault",
            paramLabel = "KIND@START:DURATION",
            converter = FaultConverter.class,
            description = "Inject a fault on purpose, as in engine-hang@4s:300ms; may be repeated.")
    List<FaultSpec> faults = new ArrayList<>();

    @Option(
            names = "--report",
            paramLabel = "FILE.json",
            description = "Write counts, latencies and allocation when the run ends.")
    Path report;

    @Option(
            names = "--mqtt",
            paramLabel = "mqtt://HOST[:PORT]/PREFIX",
            description = {
                "Tell an MQTT 5 broker how the run is doing, below the topic PREFIX, and stop when a message comes to"
                        + " PREFIX/stop. Off unless given.",
                "tcp:// is the same, mqtts:// is encrypted (docs/mqtt.md)."
            })
    String mqtt;

    @Option(
            names = "--mqtt-login",
            paramLabel = "FILE",
            description = "User (line 1) and password (line 2) for the broker; only its owner may read it (chmod 600).")
    Path mqttLogin;

    @Option(
            names = "--mqtt-ca",
            paramLabel = "FILE.pem",
            description = "The authority that signed the broker's certificate; the JDK's own unless given.")
    Path mqttCa;

    @Mixin
    VersionOptions versions;

    @Mixin
    DriftOptions drift;

    @Mixin
    RolloutOptions rollout;
}
