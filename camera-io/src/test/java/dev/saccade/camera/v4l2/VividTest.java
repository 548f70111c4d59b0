package dev.saccade.camera.v4l2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameSource;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.PixelFormat;
import dev.saccade.frame.SourceException;
import dev.saccade.frame.StampClass;
import dev.saccade.posix.SharedFile;
import dev.saccade.v4l2.TakenPicture;
import dev.saccade.v4l2.VideoDevice;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The kernel's virtual cameras, as {@code scripts/vivid-test} sets them up: video0 single-planar, video1 multi-planar.
 * v4l2-ctl is the independent reader.
 */
@Tag("vivid")
class VividTest {
    private static final Path SINGLE = Path.of("/dev/video0");
    private static final Path MULTI = Path.of("/dev/video1");
    private static final String SMALL = "size=320x180&fps=30";
    private static final String LEAST = "size=320x180";
    /** How long the kernel may keep a picture of an emulated machine. */
    private static final long OLDEST_NS = 2_000_000_000L;

    @BeforeEach
    void requireVivid() {
        assumeTrue(System.getenv("SACCADE_VIVID") != null, "needs the kernel's vivid; run scripts/vivid-test");
    }

    @AfterEach
    void calm() throws Exception {
        for (Path device : List.of(SINGLE, MULTI)) {
            if (Files.exists(device)) {
                set(device, "percentage_of_dropped_buffers", "0");
                set(device, "wrap_sequence_number", "0");
            }
        }
    }

    private static void set(Path device, String control, String value) throws VideoException {
        VideoCameras.set(device, control, value, VideoSystem.HOST);
    }

    private static String uri(Path device, String options) {
        return "v4l2:" + device + "?" + options;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return text;
    }

    private static List<String> usable(Path device) throws VideoException {
        return VideoCameras.read(device, VideoSystem.HOST).formats().stream()
                .filter(OfferedFormat::usable)
                .map(OfferedFormat::fourcc)
                .toList();
    }

    @Test
    void shouldListWhatV4l2CtlLists() throws Exception {
        for (Path device : List.of(SINGLE, MULTI)) {
            CameraReport report = VideoCameras.read(device, VideoSystem.HOST);
            assertThat(report.identity().driver()).isEqualTo("vivid");
            assertThat(report.kind()).isEqualTo(NodeKind.CAPTURE);
            assertThat(report.dmabuf()).isTrue();
            String formats = run("v4l2-ctl", "-d", device.toString(), "--list-formats-ext");
            List<String> theirs = new ArrayList<>();
            List<String> sizes = new ArrayList<>();
            List<String> rates = new ArrayList<>();
            for (String line : formats.split("\n")) {
                find("\\[\\d+\\]: '(....)(-BE)?'", line, theirs);
                find("Size: Discrete (\\S+)", line, sizes);
                find("\\((\\S+) fps\\)", line, rates);
            }
            assertThat(report.formats().stream().map(one -> one.fourcc().replace("-BE", "")))
                    .containsExactlyElementsOf(
                            theirs.stream().map(String::strip).toList());
            assertThat(report.formats().stream()
                            .flatMap(one -> one.sizes().stream().map(OfferedSize::toString)))
                    .containsExactlyElementsOf(sizes);
            assertThat(report.formats().stream()
                            .flatMap(one -> one.sizes().stream())
                            .flatMap(size -> size.rates().stream()))
                    .hasSize(rates.size());
        }
    }

    private static void find(String pattern, String line, List<String> into) {
        Matcher matcher = Pattern.compile(pattern).matcher(line);
        if (matcher.find()) {
            into.add(matcher.group(1));
        }
    }

    @Test
    void shouldReadControlsAsV4l2CtlDoes() throws Exception {
        String list = run("v4l2-ctl", "-d", SINGLE.toString(), "-l");
        Map<String, String> theirs = new TreeMap<>();
        Matcher lines = Pattern.compile(
                        "(?m)^\\s*(\\w+) 0x[0-9a-f]+ \\((?:int|int64|bool|menu|intmenu)\\).* value=(-?\\d+)")
                .matcher(list);
        while (lines.find()) {
            theirs.put(lines.group(1), lines.group(2));
        }
        Map<String, String> ours = new TreeMap<>();
        for (VideoControl control : VideoCameras.read(SINGLE, VideoSystem.HOST).controls()) {
            if (theirs.containsKey(control.name())) {
                ours.put(control.name(), String.valueOf(control.value()));
            }
        }
        // Gain is the automatism's while that is on, and drifts.
        theirs.remove("gain");
        ours.remove("gain");
        assertThat(theirs).hasSizeGreaterThan(20);
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void shouldSetControlsThatV4l2CtlReadsBack() throws Exception {
        try (LiveRig rig = new LiveRig(uri(SINGLE, LEAST + "&gain=77&control.brightness=31"))) {
            rig.frame().release();
            assertThat(control("gain_automatic")).isEqualTo("0");
            assertThat(control("gain")).isEqualTo("77");
            assertThat(control("brightness")).isEqualTo("31");
        }
        set(SINGLE, "gain", "auto");
        set(SINGLE, "brightness", "128");
        set(SINGLE, "test_pattern", "100% White");
        assertThat(control("gain_automatic")).isEqualTo("1");
        assertThat(control("test_pattern")).startsWith("6");
        set(SINGLE, "test_pattern", "0");
    }

    private static String control(String name) throws Exception {
        return run("v4l2-ctl", "-d", SINGLE.toString(), "-C", name)
                .replaceAll(".*: ", "")
                .strip();
    }

    @Test
    void shouldDeliverEveryFormatWithKernelStamps() throws Exception {
        TreeSet<String> seen = new TreeSet<>();
        for (Path device : List.of(SINGLE, MULTI)) {
            for (String fourcc : usable(device)) {
                try (LiveRig rig = new LiveRig(uri(device, LEAST + "&format=" + fourcc))) {
                    long before = 0;
                    long number = -1;
                    for (int i = 0; i < 3; i++) {
                        Frame frame = rig.frame();
                        assertThat(frame.format().width()).isEqualTo(320);
                        assertThat(frame.stamp()).isEqualTo(StampClass.KERNEL);
                        long age = System.nanoTime() - frame.captureNs();
                        assertThat(age).as("age of %s", fourcc).isBetween(0L, OLDEST_NS);
                        assertThat(frame.captureNs()).isGreaterThan(before);
                        assertThat(frame.sequence()).isGreaterThan(number);
                        before = frame.captureNs();
                        number = frame.sequence();
                        frame.release();
                    }
                    seen.add(device.getFileName() + "/" + fourcc);
                }
            }
        }
        System.out.println("formats: " + seen);
        assertThat(seen)
                .contains("video0/YUYV", "video0/UYVY", "video0/NV12", "video0/GREY", "video0/RGGB", "video0/BA81");
        assertThat(seen).contains("video1/NM12", "video1/YM12", "video1/YUYV");
    }

    @Test
    void shouldShowTheSameColoursInEveryFormat() throws Exception {
        set(SINGLE, "osd_text_mode", "2");
        try {
            for (String fourcc : List.of("BGR3", "RGB3", "RGGB", "GRBG", "GBRG", "BA81", "RG10", "BG12", "RG16")) {
                assumeTrue(usable(SINGLE).contains(fourcc), "vivid of this kernel has no " + fourcc);
                try (LiveRig rig = new LiveRig(uri(SINGLE, LEAST + "&format=" + fourcc))) {
                    Frame frame = rig.frame();
                    // The 75 % bars: grey, yellow, cyan, green, magenta, red, blue, black.
                    boolean rgb = frame.format().pixels() == PixelFormat.RGB24;
                    int[][] bars = {
                        {191, 191, 191},
                        {191, 191, 0},
                        {0, 191, 191},
                        {0, 191, 0},
                        {191, 0, 191},
                        {191, 0, 0},
                        {0, 0, 191}
                    };
                    for (int bar = 0; bar < bars.length; bar++) {
                        for (int colour = 0; colour < 3; colour++) {
                            int at = 3 * (bar * 40 + 20) + (rgb ? colour : 2 - colour);
                            assertThat(NativeBytes.at(frame, 0, at, 120))
                                    .as("%s, bar %d, colour %d", fourcc, bar, colour)
                                    .isCloseTo(bars[bar][colour], within(6));
                        }
                    }
                    frame.release();
                }
            }
        } finally {
            set(SINGLE, "osd_text_mode", "0");
        }
    }

    @Test
    void shouldTakeEverySizeAndRate() throws Exception {
        OfferedFormat format = VideoCameras.read(SINGLE, VideoSystem.HOST).formats().stream()
                .filter(one -> one.fourcc().equals("GREY"))
                .findFirst()
                .orElseThrow();
        int combinations = 0;
        for (OfferedSize size : format.sizes()) {
            for (OfferedRate rate : size.rates()) {
                String options = "format=GREY&buffers=2&size=" + size + "&fps=" + rate;
                try (LiveRig rig = new LiveRig(uri(SINGLE, options))) {
                    assertThat(rig.source.framePeriodNs()).isCloseTo(Math.round(1e9 / rate.most()), within(1_000L));
                    combinations++;
                }
            }
            try (LiveRig rig = new LiveRig(uri(SINGLE, "format=GREY&size=" + size))) {
                Frame frame = rig.frame();
                assertThat(frame.format().width()).isEqualTo(size.mostWidth());
                assertThat(frame.format().height()).isEqualTo(size.mostHeight());
                frame.release();
            }
        }
        assertThat(combinations).isGreaterThan(20);
    }

    @Test
    void shouldCountDroppedBuffersAsGaps() throws Exception {
        try (LiveRig rig = new LiveRig(uri(SINGLE, SMALL))) {
            rig.frame().release();
            set(SINGLE, "percentage_of_dropped_buffers", "50");
            rig.until("10 gaps", () -> rig.source.gaps() >= 10);
            assertThat(rig.source.torn()).isZero();
        }
    }

    @Test
    void shouldCountFlaggedPicturesAsTorn() throws Exception {
        try (LiveRig rig = new LiveRig(uri(SINGLE, SMALL))) {
            rig.frame().release();
            for (int i = 1; i <= 3; i++) {
                set(SINGLE, "inject_v4l2_buf_flag_error", "1");
                long wanted = i;
                rig.until("torn picture " + i, () -> rig.source.torn() >= wanted);
            }
            assertThat(rig.source.reconnects()).isZero();
        }
    }

    @Test
    void shouldStartAgainAfterAFatalError() throws Exception {
        try (LiveRig rig = new LiveRig(uri(SINGLE, SMALL))) {
            rig.frame().release();
            set(SINGLE, "inject_fatal_streaming_error", "1");
            rig.until("reconnected", () -> rig.source.reconnects() == 1);
            rig.frame().release();
        }
    }

    @Test
    void shouldTellWhichCallWasRefused() throws Exception {
        for (String call : List.of("inject_vidioc_reqbufs_error", "inject_vidioc_streamon_error")) {
            set(SINGLE, call, "1");
            assertThatThrownBy(() -> new LiveRig(uri(SINGLE, SMALL)).close())
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("/dev/video0 does not start to stream");
        }
        try (LiveRig rig = new LiveRig(uri(SINGLE, SMALL))) {
            rig.frame().release();
        }
    }

    @Test
    void shouldNumberOnAcrossTheWrapOfTheSequence() throws Exception {
        set(SINGLE, "wrap_sequence_number", "1");
        try (LiveRig rig = new LiveRig(uri(SINGLE, "size=320x180&fps=60"))) {
            long latest = -1;
            // vivid begins 128 before the wrap.
            while (latest < 160) {
                Frame frame = rig.frame();
                assertThat(frame.sequence()).isGreaterThan(latest).isLessThan(latest + 100);
                latest = frame.sequence();
                frame.release();
            }
            assertThat(rig.source.resets()).isZero();
        }
    }

    @Test
    void shouldFindAnUnpluggedCameraAgain() throws Exception {
        try (LiveRig rig = new LiveRig(uri(SINGLE, SMALL))) {
            rig.frame().release();
            long gaps = rig.source.gaps();
            set(SINGLE, "disconnect", "1");
            for (int i = 0; i < 10; i++) {
                rig.step();
            }
            assertThat(rig.source.fault()).isNull();
            Path driver = Path.of("/sys/bus/platform/drivers/vivid");
            Files.writeString(driver.resolve("unbind"), "vivid.0");
            for (int i = 0; i < 3; i++) {
                assertThat(rig.step()).isEqualTo(FrameSource.NOT_READY);
            }
            Files.writeString(driver.resolve("bind"), "vivid.0");
            rig.until("reconnected", () -> rig.source.reconnects() == 1);
            Frame frame = rig.frame();
            assertThat(System.nanoTime() - frame.captureNs()).isBetween(0L, OLDEST_NS);
            assertThat(rig.source.gaps() - gaps).as("gaps").isLessThan(1000);
            frame.release();
        }
    }

    @Test
    void shouldTellWhoHoldsABusyCamera() throws Exception {
        Process reader = new ProcessBuilder(
                        "v4l2-ctl", "-d", SINGLE.toString(), "--stream-mmap", "--stream-to=/dev/null")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String message = "";
            for (int attempt = 0; attempt < 300 && !message.contains("in use"); attempt++) {
                try (LiveRig rig = new LiveRig(uri(SINGLE, SMALL))) {
                    rig.step();
                } catch (SourceException e) {
                    message = e.getMessage();
                    assertThat(e.kind()).isEqualTo(SourceException.Kind.NO_DEVICE);
                }
            }
            assertThat(message).contains("/dev/video0 is in use by v4l2-ctl (process " + reader.pid() + ")");
            assertThat(VideoCameras.read(SINGLE, VideoSystem.HOST).dmabuf()).isNull();
        } finally {
            reader.destroy();
            assertThat(reader.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        try (LiveRig first = new LiveRig(uri(SINGLE, SMALL))) {
            first.frame().release();
            assertThatThrownBy(() -> new LiveRig(uri(SINGLE, SMALL)).close())
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("/dev/video0 is in use");
            first.frame().release();
        }
    }

    @Test
    void shouldExportBuffersOfAStream() throws Exception {
        try (OpenDevice device = new OpenDevice(SINGLE, VideoSystem.HOST);
                TakenPicture picture = new TakenPicture()) {
            V4l2Request request =
                    V4l2Request.of(dev.saccade.frame.SourceUri.parse(uri(SINGLE, LEAST)), VideoSystem.HOST);
            try (V4l2Stream stream = V4l2Stream.start(device, request, false)) {
                int status = VideoDevice.NOTHING;
                for (int i = 0; i < 300 && status == VideoDevice.NOTHING; i++) {
                    status = VideoDevice.take(stream.handle(), -1, 100, picture.address());
                }
                assertThat(status).isEqualTo(VideoDevice.PICTURE);
                int fd = VideoDevice.export(stream.handle(), picture.buffer(), 0);
                assertThat(fd).isPositive();
                assertThat(Files.readSymbolicLink(Path.of("/proc/self/fd/" + fd))
                                .toString())
                        .contains("dmabuf");
                assertThat(SharedFile.close(fd)).isZero();
            }
        }
    }

    @Test
    void shouldDeliverTheNewestAfterAStall() throws Exception {
        try (LiveRig rig = new LiveRig(uri(SINGLE, SMALL))) {
            rig.frame().release();
            long stallEnd = System.nanoTime() + 2_000_000_000L;
            while (System.nanoTime() - stallEnd < 0) {
                java.util.concurrent.locks.LockSupport.parkNanos(stallEnd - System.nanoTime());
            }
            Frame frame = rig.frame();
            assertThat(frame.captureNs()).as("captured after the stall").isGreaterThan(stallEnd - OLDEST_NS / 4);
            frame.release();
        }
    }

    @Test
    void shouldNeitherAllocateNorLeakOverALongRun() throws Exception {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        int frames = 0;
        try (LiveRig rig = new LiveRig(uri(SINGLE, "size=320x180&fps=60&format=GREY"))) {
            for (int i = 0; i < 300; i++) {
                rig.frame().release();
            }
            long memory = Pointer.physicalBytes();
            long heap = Runtime.getRuntime().totalMemory();
            long allocated = threads.getThreadAllocatedBytes(self);
            long end = System.nanoTime() + 20_000_000_000L;
            while (System.nanoTime() - end < 0) {
                rig.frame().release();
                frames++;
            }
            allocated = threads.getThreadAllocatedBytes(self) - allocated;
            System.out.println("long run: " + frames + " frames, " + allocated + " B, " + rig.source.gaps() + " gaps, "
                    + rig.source.skipped() + " skipped");
            assertThat(allocated).as("bytes over %d frames", frames).isLessThan(frames);
            assertThat(Pointer.physicalBytes() - memory - (Runtime.getRuntime().totalMemory() - heap))
                    .isLessThan(16L << 20);
        }
    }
}
