package dev.saccade.cli;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;

/** The import star of docs/architecture.md and its bans. */
@AnalyzeClasses(packages = "dev.saccade", importOptions = ArchitectureTest.MainCode.class)
class ArchitectureTest {
    /** Neither test classes nor a module's jar of them. */
    static final class MainCode implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/test-classes/") && !location.contains("-tests.jar");
        }
    }

    private static final String[] NATIVE = {
        "dev.saccade.gpu..",
        "dev.saccade.kernel..",
        "dev.saccade.mavlink..",
        "dev.saccade.posix..",
        "dev.saccade.v4l2.."
    };
    private static final String[] CAMERA_IO = {
        "dev.saccade.camera..", "dev.saccade.picture..", "dev.saccade.internal.media.."
    };
    private static final String[] CONTROL_LOOP = {"dev.saccade.control.."};
    private static final String[] MODELS = {"dev.saccade.models.."};
    private static final String[] CLI = {"dev.saccade.cli.."};
    private static final String[] RUNTIME = {
        "dev.saccade.frame..",
        "dev.saccade.lens..",
        "dev.saccade.tensor..",
        "dev.saccade.model..",
        "dev.saccade.engine..",
        "dev.saccade.vision..",
        "dev.saccade.pipeline..",
        "dev.saccade.time..",
        "dev.saccade.log..",
        "dev.saccade.scene..",
        "dev.saccade.fault..",
        "dev.saccade.trust..",
        "dev.saccade.shadow..",
        "dev.saccade.lens..",
        "dev.saccade.internal.files..",
        "dev.saccade.internal.onnx..",
        "dev.saccade.worker..",
        "dev.saccade.internal.onnxruntime..",
        "dev.saccade.internal.tensorrt.."
    };
    private static final Set<String> TRANSCENDENTAL = Set.of(
            "sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "exp", "expm1", "log",
            "log10", "log1p", "pow", "cbrt", "hypot");

    @ArchTest
    static final ArchRule NATIVE_IMPORTS_NOTHING_OF_OURS = noClasses()
            .that(resideInAnyPackage(NATIVE))
            .should()
            .dependOnClassesThat(resideInAnyPackage(RUNTIME)
                    .or(resideInAnyPackage(CAMERA_IO))
                    .or(resideInAnyPackage(CONTROL_LOOP))
                    .or(resideInAnyPackage(MODELS))
                    .or(resideInAnyPackage(CLI)));

    @ArchTest
    static final ArchRule RUNTIME_IMPORTS_NATIVE_ALONE = noClasses()
            .that(resideInAnyPackage(RUNTIME))
            .should()
            .dependOnClassesThat(resideInAnyPackage(CAMERA_IO)
                    .or(resideInAnyPackage(CONTROL_LOOP))
                    .or(resideInAnyPackage(MODELS))
                    .or(resideInAnyPackage(CLI)));

    @ArchTest
    static final ArchRule CAMERA_IO_IMPORTS_NO_SIBLING = noClasses()
            .that(resideInAnyPackage(CAMERA_IO))
            .should()
            .dependOnClassesThat(resideInAnyPackage(CONTROL_LOOP)
                    .or(resideInAnyPackage(MODELS))
                    .or(resideInAnyPackage(CLI)));

    @ArchTest
    static final ArchRule CONTROL_LOOP_IMPORTS_NO_SIBLING = noClasses()
            .that(resideInAnyPackage(CONTROL_LOOP))
            .should()
            .dependOnClassesThat(
                    resideInAnyPackage(CAMERA_IO).or(resideInAnyPackage(MODELS)).or(resideInAnyPackage(CLI)));

    @ArchTest
    static final ArchRule MODELS_IMPORTS_NO_SIBLING = noClasses()
            .that(resideInAnyPackage(MODELS))
            .should()
            .dependOnClassesThat(resideInAnyPackage(CAMERA_IO)
                    .or(resideInAnyPackage(CONTROL_LOOP))
                    .or(resideInAnyPackage(CLI)));

    @ArchTest
    static final ArchRule EVERY_CLASS_LIVES_IN_A_ROOM =
            classes().should().resideInAnyPackage(concat(NATIVE, RUNTIME, CAMERA_IO, CONTROL_LOOP, MODELS, CLI));

    @ArchTest
    static final ArchRule BACK_ENDS_ARE_REACHED_THROUGH_THE_SPI_ALONE = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saccade.internal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.saccade.internal.onnxruntime..", "dev.saccade.internal.tensorrt..");

    @ArchTest
    static final ArchRule ENGINES_ARE_BUILT_BY_COMPILE_ALONE = noClasses()
            .that()
            .haveNameNotMatching("dev\\.saccade\\.(engine\\.|internal\\.tensorrt\\.build\\.|cli\\.Compile"
                    + "|internal\\.onnxruntime\\.OnnxRuntimeEngineBuilder).*")
            .should()
            .dependOnClassesThat()
            .haveNameMatching(
                    "dev\\.saccade\\.(engine\\.Engine(Builder|Builders|Draft)|internal\\.tensorrt\\.build\\..*"
                            + "|internal\\.onnxruntime\\.OnnxRuntimeEngineBuilder)");

    @ArchTest
    static final ArchRule ONLY_THE_TENSORRT_BACK_END_TOUCHES_CUDA = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saccade.internal.tensorrt..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco.cuda..", "org.bytedeco.tensorrt..");

    @ArchTest
    static final ArchRule ONLY_THE_CPU_BACK_END_TOUCHES_ONNX_RUNTIME = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saccade.internal.onnxruntime..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco.onnxruntime..", "ai.onnxruntime..");

    @ArchTest
    static final ArchRule OPENCV_AND_FFMPEG_STAY_IN_CAMERA_IO = noClasses()
            .that(DescribedPredicate.not(resideInAnyPackage(CAMERA_IO)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.bytedeco.opencv..", "org.bytedeco.ffmpeg..");

    @ArchTest
    static final ArchRule TWO_CLASSES_KNOW_THE_MQTT_CLIENT = noClasses()
            .that()
            .haveNameNotMatching("dev\\.saccade\\.cli\\.telemetry\\.(MqttLink|LinkFault)(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.hivemq..", "io.netty..", "io.reactivex..");

    @ArchTest
    static final ArchRule ONE_ROOM_KNOWS_GSTREAMER = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saccade.camera.gst")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.freedesktop.gstreamer..", "com.sun.jna..");

    @ArchTest
    static final ArchRule ONE_ROOM_KNOWS_THE_REGISTRY_CLIENT = noClasses()
            .that()
            .resideOutsideOfPackage("dev.saccade.models.registry")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("land.oras..");

    @ArchTest
    static final ArchRule CONTROL_CODE_AND_SIMULATION_CALL_STRICT_MATH = noClasses()
            .that(resideInAnyPackage(CONTROL_LOOP)
                    .or(resideInAnyPackage("dev.saccade.cli.sim..", "dev.saccade.scene.landing..")))
            .should()
            .callMethodWhere(describe(
                    "a transcendental function of Math, whose last bit differs between machines",
                    (JavaMethodCall call) -> call.getTargetOwner().isEquivalentTo(Math.class)
                            && TRANSCENDENTAL.contains(call.getName())));

    @ArchTest
    static final ArchRule ONLY_MAINS_END_THEIR_PROCESS = noClasses()
            .that()
            .haveNameNotMatching("dev\\.saccade\\.(cli\\.Main|worker\\.WorkerMain)")
            .should()
            .callMethod(System.class, "exit", int.class)
            .orShould()
            .callMethod(Runtime.class, "halt", int.class);

    @ArchTest
    static final ArchRule TIME_RULES_TAKE_TIME_AS_AN_ARGUMENT = noClasses()
            .that()
            .resideInAnyPackage("dev.saccade.control..", "dev.saccade.vision..")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    private static String[] concat(String[]... parts) {
        return java.util.Arrays.stream(parts).flatMap(java.util.Arrays::stream).toArray(String[]::new);
    }
}
