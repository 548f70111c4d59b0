package dev.saccade.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The command line of a worker: the same Java and class path as this process, and options of its own. */
final class WorkerCommand {
    /**
     * It allocates nothing for a frame, so that the smallest collector serves; out of memory is an end like any other. The
     * first compiler only, as in the program itself: the second one allocates on the thread that asks for it.
     */
    private static final List<String> OPTIONS = List.of(
            "-XX:+UseSerialGC",
            "-Xms16m",
            "-Xmx512m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+ExitOnOutOfMemoryError",
            "-XX:-CreateCoredumpOnCrash",
            "-XX:-UsePerfData",
            "-Dorg.bytedeco.javacpp.nopointergc=true",
            "-Dorg.bytedeco.javacpp.maxBytes=0",
            "-Dorg.bytedeco.javacpp.maxPhysicalBytes=0");

    private static final List<String> NATIVE_ACCESS =
            List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
    private static final int ASKS_FOR_ACCESS = 24;
    /** Properties of this process that its worker needs too. */
    private static final List<String> PASSED_ON = List.of("org.bytedeco.", "org.slf4j.", "saccade.");

    private WorkerCommand() {}

    static List<String> of(WorkerSpec spec) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        if (Runtime.version().feature() >= ASKS_FOR_ACCESS) {
            command.addAll(NATIVE_ACCESS);
        }
        // In a copy: other threads may set properties meanwhile.
        for (Object key : System.getProperties().keySet().toArray()) {
            String name = key.toString();
            String value = System.getProperty(name);
            if (value != null && PASSED_ON.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith)) {
                command.add("-D" + name + "=" + value);
            }
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), WorkerMain.class.getName()));
        command.addAll(spec.arguments(ProcessHandle.current().pid()));
        return command;
    }
}
