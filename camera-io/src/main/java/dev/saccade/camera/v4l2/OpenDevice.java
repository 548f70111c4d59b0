package dev.saccade.camera.v4l2;

import dev.saccade.frame.SourceException;
import dev.saccade.posix.WireLink;
import dev.saccade.v4l2.VideoDevice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/** An open device and the memory in which its answers come. Owns both until {@link #close()}. One thread. */
final class OpenDevice implements AutoCloseable {
    private static final long CAPTURE = 0x1;
    private static final long CAPTURE_PLANES = 0x1000;
    private static final long STREAMING = 0x0400_0000;
    private static final int NUMBERS = 16;
    private static final int STRINGS = 3;
    /** More than any device lists; one that never ends must not keep us. */
    private static final int MOST = 512;

    private final Path path;
    private final VideoSystem system;
    private final LongPointer numbers = new LongPointer(NUMBERS);
    private final BytePointer text = new BytePointer((long) STRINGS * VideoDevice.TEXT);
    private long handle;
    private final long capabilities;
    private final DeviceIdentity identity;

    OpenDevice(Path path, VideoSystem system) throws VideoException {
        this.path = path;
        this.system = system;
        Pointer.memset(numbers, 0, (long) NUMBERS * Long.BYTES);
        Pointer.memset(text, 0, (long) STRINGS * VideoDevice.TEXT);
        long opened = VideoDevice.open(path.toString(), system.port());
        if (opened < 0) {
            numbers.close();
            text.close();
            throw refused((int) -opened);
        }
        handle = opened;
        VideoDevice.identity(handle, numbers.address(), text.address());
        capabilities = number(0);
        identity = new DeviceIdentity(string(0), string(1), string(2));
    }

    private VideoException refused(int errno) {
        if (errno == VideoDevice.EACCES) {
            return failure(errno, "may not be opened by this user; add it to the group 'video'");
        }
        if (errno == VideoDevice.EBUSY) {
            return busy();
        }
        if (errno == VideoDevice.ENOTTY || errno == VideoDevice.EINVAL) {
            return failure(errno, "is no video device");
        }
        return failure(
                errno, Files.exists(path) ? "cannot be opened (" + WireLink.errorText(errno) + ")" : "does not exist");
    }

    /** The message for a failed call. */
    VideoException failure(int errno, String what) {
        return new VideoException(SourceException.Kind.NO_DEVICE, errno, path + " " + what);
    }

    VideoException failed(int status, String call) {
        return -status == VideoDevice.EBUSY
                ? busy()
                : failure(-status, call + " (" + WireLink.errorText(-status) + ")");
    }

    private VideoException busy() {
        List<Holder> holders = Holder.of(path, system.processes());
        String who = holders.isEmpty()
                ? "another program; close it, or try again as root to see which"
                : holders.get(0) + "; close that program";
        return failure(VideoDevice.EBUSY, "is in use by " + who);
    }

    long handle() {
        return handle;
    }

    Path path() {
        return path;
    }

    DeviceIdentity identity() {
        return identity;
    }

    boolean isCapture() {
        return (capabilities & (CAPTURE | CAPTURE_PLANES)) != 0 && (capabilities & STREAMING) != 0;
    }

    /** What the node is for, in one word. */
    NodeKind kind() {
        return NodeKind.of(capabilities);
    }

    List<Holder> holders() {
        return Holder.of(path, system.processes());
    }

    long numbersAddress() {
        return numbers.address();
    }

    long textAddress() {
        return text.address();
    }

    long number(int index) {
        return numbers.get(index);
    }

    /** One of the strings of the latest answer; what a driver writes is not always UTF-8, nor fit for a terminal. */
    String string(int index) {
        byte[] bytes = new byte[VideoDevice.TEXT];
        text.position((long) index * VideoDevice.TEXT).get(bytes);
        text.position(0);
        int end = 0;
        while (end < bytes.length && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.UTF_8)
                .replaceAll("\\p{Cntrl}", "?")
                .strip();
    }

    /** Every pixel format with its sizes and rates. */
    List<OfferedFormat> formats() {
        List<OfferedFormat> formats = new ArrayList<>();
        for (int i = 0; i < MOST && VideoDevice.format(handle, i, numbers.address(), text.address()) == 0; i++) {
            int fourcc = (int) number(0);
            String description = string(0);
            formats.add(
                    new OfferedFormat(Fourcc.text(fourcc), description, WireFormat.of(fourcc) != null, sizes(fourcc)));
        }
        return formats;
    }

    private List<OfferedSize> sizes(int fourcc) {
        List<OfferedSize> sizes = new ArrayList<>();
        for (int i = 0; i < MOST && VideoDevice.size(handle, fourcc, i, numbers.address()) == 0; i++) {
            int[] n = new int[6];
            for (int k = 0; k < n.length; k++) {
                n[k] = (int) number(k);
            }
            sizes.add(new OfferedSize(n[0], n[1], n[2], n[3], n[4], n[5], rates(fourcc, n[1], n[4])));
        }
        return sizes;
    }

    private List<OfferedRate> rates(int fourcc, int width, int height) {
        List<OfferedRate> rates = new ArrayList<>();
        for (int i = 0;
                i < MOST && VideoDevice.interval(handle, fourcc, width, height, i, numbers.address()) == 0;
                i++) {
            if (number(0) > 0 && number(2) > 0) {
                rates.add(new OfferedRate((double) number(3) / number(2), (double) number(1) / number(0)));
            }
        }
        return rates;
    }

    /** Asks for a format; 0 keeps what is there. */
    Negotiated negotiate(int fourcc, int width, int height) throws VideoException {
        int status = VideoDevice.negotiate(handle, fourcc, width, height, numbers.address());
        if (status < 0) {
            throw failed(status, "refuses " + (fourcc == 0 ? "to tell its format" : Fourcc.text(fourcc)));
        }
        int planes = (int) number(3);
        int[] strides = new int[STRINGS];
        int[] bytes = new int[STRINGS];
        for (int p = 0; p < STRINGS; p++) {
            strides[p] = (int) number(8 + p);
            bytes[p] = (int) number(11 + p);
        }
        return new Negotiated(
                (int) number(0),
                (int) number(1),
                (int) number(2),
                planes,
                (int) number(4),
                (int) number(5),
                (int) number(6),
                strides,
                bytes);
    }

    /** Asks for a rate (0: none in particular) and tells the frame period, ns; 0 when the device does not know it. */
    long period(double fps) throws VideoException {
        int denominator = (int) Math.round(fps * 1000);
        int status = VideoDevice.rate(handle, fps > 0 ? 1000 : 0, denominator, numbers.address());
        if (status == -VideoDevice.ENOTTY || status == -VideoDevice.EINVAL) {
            return 0;
        }
        if (status < 0) {
            throw failed(status, "refuses its frame rate");
        }
        return number(0) > 0 && number(1) > 0 ? Math.round(1e9 * number(0) / number(1)) : 0;
    }

    @Override
    public void close() {
        if (handle != 0) {
            VideoDevice.close(handle);
            handle = 0;
            numbers.close();
            text.close();
        }
    }
}
