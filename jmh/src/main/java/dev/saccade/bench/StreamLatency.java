package dev.saccade.bench;

import dev.saccade.frame.Cameras;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.SourceException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacv.FFmpegFrameGrabber;

/**
 * From the making of a picture to the leased frame: an H.264 camera behind GStreamer's RTSP server on the loopback, whose
 * pictures carry the time at which they were made. Read in turns by this library, by JavaCV's FFmpegFrameGrabber as it
 * comes, and by a bare GStreamer appsink. OpenCV's VideoCapture has no place here: its build for JavaCPP has neither
 * FFmpeg nor GStreamer, and opens no RTSP.
 *
 * <p>Then motion JPEG over HTTP from the ffmpeg program, by this library and by JavaCV; and a consumer that looks away for
 * two seconds, as this library and as JavaCV serve it.
 */
public final class StreamLatency {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PACKAGES = "python3 python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-rtsp"
            + " gstreamer1.0-plugins-base gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly gstreamer1.0-libav ffmpeg";
    private static final int ROUNDS = 4;
    private static final int FPS = 30;
    private static final int BLOCK = 16;
    private static final int WARM_FRAMES = 30;
    private static final long LOOK_AWAY_NS = 2_000_000_000L;
    private static final double MS = 1e6;

    private final Path root;
    private final String url;
    private final long roundNs;

    private StreamLatency(Path root, String url, long roundNs) {
        this.root = root;
        this.url = url;
        this.roundNs = roundNs;
    }

    /** The ages of the pictures that one reader saw. */
    private record Ages(String reader, List<Long> ns) {
        double ms(double percentile) {
            List<Long> sorted = new ArrayList<>(ns);
            sorted.sort(null);
            return sorted.get(Math.min(sorted.size() - 1, (int) (sorted.size() * percentile))) / MS;
        }

        void print() {
            System.out.printf(
                    Locale.ROOT,
                    "%-22s %5d pictures  p50 %6.1f ms  p99 %6.1f ms%n",
                    reader,
                    ns.size(),
                    ms(0.5),
                    ms(0.99));
        }
    }

    /**
     * Compares the readers.
     *
     * @param args seconds for each reader, 24 unless given
     * @throws Exception when the server cannot be started
     */
    public static void main(String[] args) throws Exception {
        long seconds = args.length > 0 ? Long.parseLong(args[0]) : 24;
        Path root = Path.of(System.getProperty("saccade.root")).toRealPath();
        requirePrograms();
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        Process server = new ProcessBuilder(
                        PYTHON,
                        "-W",
                        "ignore",
                        root.resolve("camera-io/src/test/scripts/rtsp_server.py")
                                .toString(),
                        Integer.toString(port),
                        "fps=" + FPS)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            if (!"ready".equals(lines(server).readLine())) {
                System.err.println("StreamLatency: no RTSP server; install " + PACKAGES);
                System.exit(4);
            }
            new StreamLatency(root, "rtsp://127.0.0.1:" + port + "/cam", TimeUnit.SECONDS.toNanos(seconds) / ROUNDS)
                    .run();
        } finally {
            server.destroyForcibly().waitFor();
        }
        overHttp(root, TimeUnit.SECONDS.toNanos(seconds) / ROUNDS);
    }

    private static void requirePrograms() {
        for (String program : List.of(PYTHON, "/usr/bin/ffmpeg")) {
            if (!Files.isExecutable(Path.of(program))) {
                System.err.println("StreamLatency: no " + program + "; install " + PACKAGES);
                System.exit(4);
            }
        }
    }

    private static BufferedReader lines(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    private void run() throws Exception {
        Ages ours = new Ages("saccade", new ArrayList<>());
        Ages grabber = new Ages("JavaCV, as it comes", new ArrayList<>());
        Ages sink = new Ages("GStreamer appsink", new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            readOurs(ours.ns());
            readGrabber(grabber.ns());
            readSink(sink.ns());
        }
        ours.print();
        grabber.print();
        sink.print();
        System.out.printf(
                Locale.ROOT,
                "ratio of p50: %.2f to JavaCV (goal 0.5), %.2f to the appsink (goal 1.0)%n",
                ours.ms(0.5) / grabber.ms(0.5),
                ours.ms(0.5) / sink.ms(0.5));
        System.out.printf(
                Locale.ROOT,
                "first picture after looking away for 2 s, ms old: saccade %.1f, JavaCV %.1f (goal: below %.1f, two"
                        + " periods)%n",
                lookAwayOurs() / MS,
                lookAwayGrabber() / MS,
                2e3 / FPS);
    }

    /** Motion JPEG; the server takes one client, so that each reader has one of its own. */
    private static void overHttp(Path root, long roundNs) throws Exception {
        Ages ours = new Ages("saccade, MJPEG", new ArrayList<>());
        Ages grabber = new Ages("JavaCV, MJPEG", new ArrayList<>());
        for (int round = 0; round < ROUNDS; round++) {
            try (MjpegSender sender = new MjpegSender(FPS)) {
                new StreamLatency(root, sender.url(), roundNs).readOurs(ours.ns());
            }
            try (MjpegSender sender = new MjpegSender(FPS)) {
                new StreamLatency(root, sender.url(), roundNs).readGrabber(grabber.ns());
            }
        }
        ours.print();
        grabber.print();
        System.out.printf(Locale.ROOT, "ratio of p50: %.2f to JavaCV%n", ours.ms(0.5) / grabber.ms(0.5));
    }

    private void readOurs(List<Long> ages) throws SourceException {
        try (FrameSource source = Cameras.open(url);
                FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE)) {
            long endNs = 0;
            for (int n = 0; endNs == 0 || System.nanoTime() - endNs < 0; n++) {
                long ageNs = age(source, ring);
                if (n == WARM_FRAMES) {
                    endNs = System.nanoTime() + roundNs;
                } else if (n > WARM_FRAMES) {
                    ages.add(ageNs);
                }
            }
        }
    }

    /** The age of the next frame at its lease. */
    private static long age(FrameSource source, FrameRing ring) {
        while (true) {
            FrameSlot slot = ring.acquire();
            slot.prepare(source.format());
            int status = source.capture(slot, System.nanoTime());
            if (status == FrameSource.CAPTURED) {
                ring.publish(slot);
                Frame frame = ring.leaseNewest(-1);
                long nowNs = System.nanoTime();
                try (BytePointer luma = new BytePointer(new LumaAddress(frame.address(0)))) {
                    long bytes = (long) frame.stride(0) * frame.format().height();
                    return nowNs - read(luma.capacity(bytes).asByteBuffer(), frame.stride(0), 1);
                } finally {
                    frame.release();
                }
            }
            ring.abandon(slot);
            if (status < 0) {
                throw new IllegalStateException(source.fault());
            }
        }
    }

    /** Borrowed memory. */
    private static final class LumaAddress extends org.bytedeco.javacpp.Pointer {
        LumaAddress(long where) {
            address = where;
        }
    }

    private static long read(ByteBuffer picture, int stride, int pixelBytes) {
        long stampNs = 0;
        for (int bit = 0; bit < Long.SIZE; bit++) {
            int x = bit % Byte.SIZE * BLOCK + BLOCK / 2;
            int y = bit / Byte.SIZE * BLOCK + BLOCK / 2;
            stampNs |= (picture.get(y * stride + x * pixelBytes) & 0xff) > 128 ? 1L << bit : 0;
        }
        return stampNs;
    }

    private void readGrabber(List<Long> ages) throws IOException {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(url)) {
            grabber.start();
            long endNs = 0;
            for (int n = 0; endNs == 0 || System.nanoTime() - endNs < 0; n++) {
                long ageNs = age(grabber);
                if (n == WARM_FRAMES) {
                    endNs = System.nanoTime() + roundNs;
                } else if (n > WARM_FRAMES) {
                    ages.add(ageNs);
                }
            }
        }
    }

    private static long age(FFmpegFrameGrabber grabber) throws IOException {
        org.bytedeco.javacv.Frame frame = grabber.grabImage();
        long nowNs = System.nanoTime();
        if (frame == null) {
            throw new IOException("JavaCV: the stream ended");
        }
        return nowNs - read((ByteBuffer) frame.image[0], frame.imageStride, frame.imageChannels);
    }

    private void readSink(List<Long> ages) throws IOException, InterruptedException {
        Process reader = new ProcessBuilder(
                        PYTHON,
                        "-W",
                        "ignore",
                        root.resolve("jmh/src/main/python/appsink_latency.py").toString(),
                        url,
                        Double.toString(roundNs / 1e9 + (double) WARM_FRAMES / FPS))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> said = lines(reader).lines().toList();
        reader.waitFor();
        if (said.size() <= WARM_FRAMES) {
            throw new IOException("the appsink saw " + said.size() + " pictures; is gstreamer1.0-libav installed?");
        }
        said.stream().skip(WARM_FRAMES).map(Long::valueOf).forEach(ages::add);
    }

    private long lookAwayOurs() throws SourceException, InterruptedException {
        try (FrameSource source = Cameras.open(url);
                FrameRing ring = new FrameRing(4, HostFrameMemory.INSTANCE)) {
            for (int n = 0; n < WARM_FRAMES; n++) {
                age(source, ring);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AWAY_NS);
            return age(source, ring);
        }
    }

    private long lookAwayGrabber() throws IOException, InterruptedException {
        try (FFmpegFrameGrabber grabber = new FFmpegFrameGrabber(url)) {
            grabber.start();
            for (int n = 0; n < WARM_FRAMES; n++) {
                age(grabber);
            }
            TimeUnit.NANOSECONDS.sleep(LOOK_AWAY_NS);
            return age(grabber);
        }
    }
}
