package dev.saccade.internal.onnxruntime;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;

/** What this machine's processors are, and which of them this thread may use. */
final class Processor {
    private static final Path CPUINFO = Path.of("/proc/cpuinfo");
    private static final Path STATUS = Path.of("/proc/thread-self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    private Processor() {}

    /** Model and instruction sets: an optimised graph may suit only these. */
    static String identity() {
        StringJoiner text = new StringJoiner("\n");
        text.add(System.getProperty("os.arch"));
        try (BufferedReader in = Files.newBufferedReader(CPUINFO, StandardCharsets.ISO_8859_1)) {
            for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
                if (line.startsWith("model")
                        || line.startsWith("vendor")
                        || line.startsWith("flags")
                        || line.startsWith("Features")
                        || line.startsWith("CPU ")) {
                    text.add(line);
                }
            }
        } catch (IOException e) {
            text.add("unknown");
        }
        return text.toString();
    }

    /**
     * ONNX Runtime's {@code session.intra_op_thread_affinities} that keeps a pool off one processor: one group for each
     * thread but the caller's, processors counted from 1.
     *
     * @return null when there is no pool or no other processor
     */
    static String affinities(int threads, int avoid) {
        return threads < 2 || avoid < 0 ? null : affinities(threads, avoid, allowed());
    }

    static String affinities(int threads, int avoid, List<Integer> allowed) {
        StringJoiner others = new StringJoiner(",");
        for (int cpu : allowed) {
            if (cpu != avoid) {
                others.add(Integer.toString(cpu + 1));
            }
        }
        if (threads < 2 || avoid < 0 || others.length() == 0) {
            return null;
        }
        StringJoiner groups = new StringJoiner(";");
        for (int i = 1; i < threads; i++) {
            groups.add(others.toString());
        }
        return groups.toString();
    }

    private static List<Integer> allowed() {
        List<Integer> cpus = new ArrayList<>();
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.ISO_8859_1)) {
                if (line.startsWith(ALLOWED)) {
                    parse(line.substring(ALLOWED.length()).strip(), cpus);
                }
            }
        } catch (IOException e) {
            return List.of();
        }
        return cpus;
    }

    /** Reads the kernel's list format, such as {@code 0-3,8}. */
    static void parse(String list, List<Integer> cpus) {
        for (String range : list.split(",")) {
            int dash = range.indexOf('-');
            int first = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
            int last = dash < 0 ? first : Integer.parseInt(range.substring(dash + 1));
            for (int cpu = first; cpu <= last; cpu++) {
                cpus.add(cpu);
            }
        }
    }
}
