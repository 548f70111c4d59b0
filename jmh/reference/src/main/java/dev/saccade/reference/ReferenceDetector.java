package dev.saccade.reference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.indexer.UByteIndexer;
import org.bytedeco.javacv.FFmpegFrameGrabber;
import org.bytedeco.javacv.Frame;
import org.bytedeco.javacv.OpenCVFrameConverter;
import org.bytedeco.opencv.global.opencv_imgproc;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Size;

/** Detects on every frame of a video and writes one JSON line a frame, in the form of {@code saccade run --perceptions}. */
public final class ReferenceDetector {
    private static final int SIDE = 512;
    private static final int CELLS = 128;
    private static final int CLASSES = 80;
    private static final int STRIDE = SIDE / CELLS;
    private static final double IOU = 0.5;

    private record Box(double x1, double y1, double x2, double y2, double score, int label) {}

    private final List<String> labels;
    private final double minScore;
    private final boolean swapColours;
    private final int shiftCells;
    private final long frames;

    private ReferenceDetector(List<String> labels, double minScore, boolean swapColours, int shiftCells, long frames) {
        this.labels = labels;
        this.minScore = minScore;
        this.swapColours = swapColours;
        this.shiftCells = shiftCells;
        this.frames = frames;
    }

    /**
     * Runs the detector.
     *
     * @param args VIDEO MODEL.onnx LABELS.txt OUT.jsonl MIN_SCORE [swap-colours | shift-cell | first-frame]:
     *     a deliberate error, for the negative control of a comparison, or an end after one frame
     * @throws IOException when a file cannot be read or written
     * @throws OrtException when the model does not run
     */
    public static void main(String[] args) throws IOException, OrtException {
        if (args.length < 5) {
            System.err.println(
                    "usage: VIDEO MODEL.onnx LABELS.txt OUT.jsonl MIN_SCORE [swap-colours | shift-cell | first-frame]");
            System.exit(2);
        }
        String mistake = args.length > 5 ? args[5] : "";
        new ReferenceDetector(
                        Files.readAllLines(Path.of(args[2])),
                        Double.parseDouble(args[4]),
                        mistake.equals("swap-colours"),
                        mistake.equals("shift-cell") ? 1 : 0,
                        mistake.equals("first-frame") ? 1 : Long.MAX_VALUE)
                .run(args[0], args[1], Path.of(args[3]));
    }

    private void run(String video, String model, Path out) throws IOException, OrtException {
        avutil.av_log_set_level(avutil.AV_LOG_ERROR);
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions();
                FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(video);
                OpenCVFrameConverter.ToMat converter = new OpenCVFrameConverter.ToMat();
                BufferedWriter writer = Files.newBufferedWriter(out, StandardCharsets.UTF_8)) {
            options.setIntraOpNumThreads(1);
            try (OrtSession session = environment.createSession(model, options)) {
                grabber.start();
                long index = 0;
                for (Frame frame = grabber.grabImage(); frame != null && index < frames; frame = grabber.grabImage()) {
                    Mat image = converter.convert(frame);
                    List<Box> boxes = detect(environment, session, image);
                    if (index == 0) {
                        System.out.printf("first result after %d ms%n", sinceStartMs());
                    }
                    writer.write(line(index++, boxes));
                }
                grabber.stop();
            }
        }
    }

    /** Not {@link ProcessHandle}: it adds ticks to a boot time in whole seconds, which is up to a second too early. */
    private static long sinceStartMs() throws IOException {
        String stat = Files.readString(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        String uptime = Files.readString(Path.of("/proc/uptime"));
        double upMs = Double.parseDouble(uptime.substring(0, uptime.indexOf(' '))) * 1000;
        // proc(5): field 22, start time in hundredths of a second.
        return (long) upMs - Long.parseLong(fields[22 - 3]) * 10;
    }

    private List<Box> detect(OrtEnvironment environment, OrtSession session, Mat image) throws OrtException {
        float[] input = new float[3 * SIDE * SIDE];
        try (Mat resized = new Mat();
                Size size = new Size(SIDE, SIDE)) {
            opencv_imgproc.resize(image, resized, size, 0, 0, opencv_imgproc.INTER_LINEAR);
            UByteIndexer pixels = resized.createIndexer();
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    for (int c = 0; c < 3; c++) {
                        int channel = swapColours ? c : 2 - c;
                        input[(channel * SIDE + y) * SIDE + x] = pixels.get(y, x, c);
                    }
                }
            }
        }
        String name = session.getInputNames().iterator().next();
        try (OnnxTensor tensor =
                        OnnxTensor.createTensor(environment, FloatBuffer.wrap(input), new long[] {1, 3, SIDE, SIDE});
                OrtSession.Result result = session.run(Map.of(name, tensor))) {
            float[][][] heat = null;
            float[][][] sizes = null;
            for (var output : result) {
                float[][][] value = ((float[][][][]) output.getValue().getValue())[0];
                if (value.length == CLASSES) {
                    heat = value;
                } else if (value.length == 4) {
                    sizes = value;
                }
            }
            if (heat == null || sizes == null) {
                throw new IllegalStateException("the model has no heat map of 80 classes and sizes of 4");
            }
            return suppress(peaks(heat, sizes, image.cols(), image.rows()));
        }
    }

    private List<Box> peaks(float[][][] heat, float[][][] sizes, int width, int height) {
        List<Box> boxes = new ArrayList<>();
        double scaleX = (double) width / SIDE;
        double scaleY = (double) height / SIDE;
        for (int c = 0; c < CLASSES; c++) {
            for (int y = 0; y < CELLS; y++) {
                for (int x = 0; x < CELLS; x++) {
                    float score = heat[c][y][x];
                    if (score < minScore || !isPeak(heat[c], y, x)) {
                        continue;
                    }
                    double cx = (x + shiftCells) * STRIDE;
                    double cy = y * STRIDE;
                    double x1 = Math.max(0, (cx - sizes[0][y][x]) * scaleX);
                    double y1 = Math.max(0, (cy - sizes[1][y][x]) * scaleY);
                    double x2 = Math.min(width, (cx + sizes[2][y][x]) * scaleX);
                    double y2 = Math.min(height, (cy + sizes[3][y][x]) * scaleY);
                    boxes.add(new Box(x1, y1, x2, y2, score, c));
                }
            }
        }
        return boxes;
    }

    private static boolean isPeak(float[][] plane, int y, int x) {
        for (int v = Math.max(0, y - 1); v <= Math.min(CELLS - 1, y + 1); v++) {
            for (int u = Math.max(0, x - 1); u <= Math.min(CELLS - 1, x + 1); u++) {
                if (plane[v][u] > plane[y][x]) {
                    return false;
                }
            }
        }
        return true;
    }

    private static List<Box> suppress(List<Box> boxes) {
        List<Box> sorted = new ArrayList<>(boxes);
        sorted.sort(Comparator.comparingDouble(Box::score).reversed());
        List<Box> kept = new ArrayList<>();
        for (Box box : sorted) {
            if (kept.stream().noneMatch(k -> k.label() == box.label() && overlap(k, box) > IOU)) {
                kept.add(box);
            }
        }
        return kept;
    }

    private static double overlap(Box a, Box b) {
        double w = Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1());
        double h = Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1());
        if (w <= 0 || h <= 0) {
            return 0;
        }
        double areas = (a.x2() - a.x1()) * (a.y2() - a.y1()) + (b.x2() - b.x1()) * (b.y2() - b.y1());
        return w * h / (areas - w * h);
    }

    private String line(long frame, List<Box> boxes) {
        StringBuilder json = new StringBuilder("{\"frame\":").append(frame).append(",\"detections\":[");
        for (int i = 0; i < boxes.size(); i++) {
            Box b = boxes.get(i);
            json.append(i == 0 ? "" : ",")
                    .append(String.format(
                            Locale.ROOT,
                            "{\"label\":\"%s\",\"score\":%.6f,\"box\":[%.4f,%.4f,%.4f,%.4f]}",
                            labels.get(b.label()),
                            b.score(),
                            b.x1(),
                            b.y1(),
                            b.x2() - b.x1(),
                            b.y2() - b.y1()));
        }
        return json.append("]}\n").toString();
    }
}
