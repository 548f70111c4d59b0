package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.engine.Backend;
import dev.saccade.frame.FrameFormat;
import dev.saccade.frame.PixelFormat;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelStore;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;

/**
 * The preprocess kernel on the device's own clock, beside the floor that memory sets: a copy within the device that reads
 * and writes as many bytes as the frame and the tensor have. The kernel runs where it always does, in the graph of a frame.
 */
public final class GpuPreprocess {
    private static final String USAGE = "GpuPreprocess [PACKAGE] [--frames N] [--json FILE]";
    private static final List<PixelFormat> FORMATS =
            List.of(PixelFormat.BGR24, PixelFormat.NV12, PixelFormat.YUYV, PixelFormat.GRAY8);
    private static final int[][] SIZES = {{1280, 720}, {1920, 1080}};
    private static final int WARM_FRAMES = 50;
    private static final double P50 = 0.5;

    private GpuPreprocess() {}

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception when the engine does not load or run
     */
    public static void main(String[] args) throws Exception {
        Options options = Options.of(args, USAGE, "frames");
        Results results = new Results(options.json());
        if (options.backend() == Backend.CPU) {
            System.err.println("GpuPreprocess measures a GPU; on the CPU: jmh/run PreprocessRatio");
            System.exit(2);
        }
        String name =
                options.words().isEmpty() ? "centernet-coco" : options.words().get(0);
        ModelPackage model = ModelPackages.read(GpuModels.resolve(ModelStore.open(), name));
        int frames = options.number("frames", 500);
        for (int[] size : SIZES) {
            for (PixelFormat pixels : FORMATS) {
                measure(results, model, FrameFormat.of(pixels, size[0], size[1]), frames);
            }
        }
        System.exit(results.end());
    }

    private static void measure(Results results, ModelPackage model, FrameFormat format, int frames) throws Exception {
        try (Pictures pictures = new Pictures(format);
                Looker looker = new Looker(model, Backend.TENSORRT, pictures)) {
            looker.look(WARM_FRAMES, 0, new Looker.Figures(WARM_FRAMES));
            Looker.Figures record = new Looker.Figures(frames);
            looker.look(frames, 0, record);
            if (record.preprocess.count() == 0) {
                throw new IllegalStateException("the engine gives no times of the device");
            }
            long bytes = format.alignedBytes() + looker.inputBytes();
            double floorUs = copyUs(bytes / 2, frames);
            double kernelUs = record.preprocess.quantileUs(P50);
            ObjectNode values = results.values(format.toString());
            values.put("bytes", bytes).put("floorUs", floorUs).put("ratio", kernelUs / floorUs);
            record.preprocess.into(values, "kernel");
            results.line(
                    "%s to %d kB: kernel p50 %.2f us, p99 %.2f us; copy of as many bytes %.2f us; ratio %.2f; %.0f GB/s",
                    format,
                    looker.inputBytes() / 1000,
                    kernelUs,
                    record.preprocess.quantileUs(0.99),
                    floorUs,
                    kernelUs / floorUs,
                    bytes / kernelUs / 1e3);
        }
    }

    /** Median of copies that read and write {@code bytes} each. */
    private static double copyUs(long bytes, int count) {
        GpuDriver.check(GpuDriver.open(0));
        long stream = GpuDriver.check(GpuDriver.stream());
        long from = GpuDriver.check(GpuDriver.allocate(bytes));
        long to = GpuDriver.check(GpuDriver.allocate(bytes));
        try (FloatPointer us = new FloatPointer(count)) {
            GpuDriver.check(GpuDriver.timeCopies(stream, to, from, bytes, count, us.address()));
            float[] all = new float[count];
            us.get(all);
            Arrays.sort(all);
            return all[count / 2];
        } finally {
            GpuDriver.release(from);
            GpuDriver.release(to);
            GpuDriver.end(stream);
        }
    }
}
