package dev.saccade.bench;

import dev.saccade.kernel.Kernels;
import dev.saccade.kernel.Preprocess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.opencv.global.opencv_core;

/**
 * Preprocess against OpenCV, one thread each, alternating in one process per instruction-set level. At level 3 OpenCV's
 * own dispatch is capped at AVX2. At level 4 also against the bandwidth floor: the frame's bytes read and the tensor's
 * bytes written by plain copies, once as they are and once with everything flushed from the caches before each call.
 */
public final class PreprocessRatio {
    private static final int BLOCKS = 25;
    private static final int CALLS = 10;
    private static final double FLOOR_GOAL = 1.7;
    /** OpenCV's names of what it may use beyond AVX2. */
    private static final String BEYOND_AVX2 = "AVX512F,AVX512CD,AVX512BW,AVX512DQ,AVX512VL,AVX512-COMMON,AVX512-SKX,"
            + "AVX512-CNL,AVX512-CLX,AVX512-ICL";

    private PreprocessRatio() {}

    /**
     * Prints the ratios of levels 4 and 3, each in a process of its own.
     *
     * @param args none; a child gets its level
     * @throws IOException when a child cannot be started
     * @throws InterruptedException when interrupted while a child runs
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length == 1) {
            compare(Integer.parseInt(args[0]));
            return;
        }
        for (int level : new int[] {4, 3}) {
            if (level > Kernels.supported()) {
                System.out.println("level " + level + ": skipped, this processor goes up to " + Kernels.supported());
                continue;
            }
            int exit = fork(level);
            if (exit != 0) {
                System.exit(exit);
            }
        }
    }

    private static int fork(int level) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.add(PreprocessRatio.class.getName());
        command.add(Integer.toString(level));
        ProcessBuilder child = new ProcessBuilder(command).inheritIO();
        if (level < 4) {
            child.environment().put("OPENCV_CPU_DISABLE", BEYOND_AVX2);
        }
        return child.start().waitFor();
    }

    private static void compare(int level) {
        opencv_core.setNumThreads(1);
        if (Kernels.force(level) != level) {
            throw new IllegalArgumentException("level " + level + " is not supported by this processor");
        }
        System.out.println("level " + level + "; OpenCV " + opencv_core.CV_VERSION + " dispatches up to "
                + (opencv_core.checkHardwareSupport(opencv_core.CV_CPU_AVX512_SKX) ? "AVX-512" : "AVX2"));
        int[] formats = {Preprocess.FORMAT_BGR24, Preprocess.FORMAT_NV12, Preprocess.FORMAT_YUYV};
        for (int format : formats) {
            double goal = format == Preprocess.FORMAT_BGR24 ? 4 : 5;
            compare(format, 1280, 720, level, level == 4 ? goal : goal / 2);
            compare(format, 1920, 1080, level, level == 4 ? goal : goal / 2);
        }
    }

    private static void compare(int format, int width, int height, int level, double goal) {
        try (PreprocessCase one = new PreprocessCase(format, width, height)) {
            if (one.ours() != level) {
                throw new IllegalStateException("the kernel ran at another level than " + level);
            }
            if (format == Preprocess.FORMAT_BGR24 && one.difference() > 1.5) {
                throw new IllegalStateException("results differ by " + one.difference() + " grey levels");
            }
            Runnable nothing = () -> {};
            Interleaved warm = Interleaved.time(nothing, one::ours, one::openCv, BLOCKS, CALLS);
            System.out.println(warm.faster(one.name(), "OpenCV", goal));
            if (level == 4) {
                Interleaved copies = Interleaved.time(nothing, one::ours, one::floor, BLOCKS, CALLS);
                System.out.println(copies.floor("  warm, " + one.trafficBytes() / 1000 + " kB", "copies"));
                Interleaved cold = Interleaved.time(one::evict, one::ours, one::floor, BLOCKS, CALLS);
                System.out.println(
                        cold.aboveFloor("  cold, " + one.trafficBytes() / 1000 + " kB", "copies", FLOOR_GOAL));
            }
        }
    }
}
