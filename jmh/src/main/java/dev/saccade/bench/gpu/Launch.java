package dev.saccade.bench.gpu;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the plan starts its parts: with this JVM's own program, options and class path.
 *
 * @param java the program with its options
 * @param root the checkout or the unpacked kit
 * @param tests class path entries that hold tests
 */
record Launch(List<String> java, Path root, String tests) {
    static Launch here() {
        List<String> java = new ArrayList<>();
        java.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        // Also where it was set after the start, as a test runner does.
        String root = System.getProperty("saccade.root");
        java.addAll(List.of("-Dsaccade.root=" + root, "-cp", System.getProperty("java.class.path")));
        return new Launch(java, Path.of(root), System.getProperty("saccade.tests", ""));
    }

    List<String> main(String type, String... arguments) {
        List<String> command = new ArrayList<>(java);
        command.add(type);
        command.addAll(List.of(arguments));
        return command;
    }

    /** A class of this package. */
    List<String> bench(Class<?> type, String... arguments) {
        return main(type.getName(), arguments);
    }
}
