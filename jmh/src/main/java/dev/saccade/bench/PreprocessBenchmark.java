package dev.saccade.bench;

import dev.saccade.kernel.Kernels;
import dev.saccade.kernel.Preprocess;
import java.util.concurrent.TimeUnit;
import org.bytedeco.opencv.global.opencv_core;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * Preprocess of a 1280 x 720 frame to a 640 x 640 letterboxed tensor, formats by peers, OpenCV uncapped. For ratios use
 * {@link PreprocessRatio}, which alternates the two in one process.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@State(Scope.Thread)
public class PreprocessBenchmark {
    @Param({"BGR24", "NV12", "YUYV"})
    String format;

    @Param({"level2", "level3", "level4", "opencv"})
    String peer;

    private PreprocessCase one;

    /** For JMH. */
    public PreprocessBenchmark() {}

    /** Makes the case and forces the level. */
    @Setup(Level.Trial)
    public void open() {
        opencv_core.setNumThreads(1);
        one = new PreprocessCase(
                switch (format) {
                    case "NV12" -> Preprocess.FORMAT_NV12;
                    case "YUYV" -> Preprocess.FORMAT_YUYV;
                    default -> Preprocess.FORMAT_BGR24;
                },
                1280,
                720);
        if (!peer.equals("opencv")) {
            int level = peer.charAt(peer.length() - 1) - '0';
            if (Kernels.force(level) != level) {
                throw new IllegalStateException(peer + ": this processor goes up to level " + Kernels.supported());
            }
        }
    }

    /** One frame. */
    @Benchmark
    public void run() {
        if (peer.equals("opencv")) {
            one.openCv();
        } else {
            one.ours();
        }
    }

    /** Frees the case. */
    @TearDown(Level.Trial)
    public void close() {
        one.close();
    }

    /**
     * Runs this benchmark alone.
     *
     * @param args none
     * @throws RunnerException when JMH fails
     */
    public static void main(String[] args) throws RunnerException {
        new Runner(new OptionsBuilder()
                        .include(PreprocessBenchmark.class.getSimpleName())
                        .build())
                .run();
    }
}
