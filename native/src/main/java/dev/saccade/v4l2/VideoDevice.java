package dev.saccade.v4l2;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Calls of an open V4L2 device, single-planar or multi-planar. Every method returns 0 (or a value) on success and
 * {@code -errno} on failure; none throws. One thread at a time for a device. {@code numbers} is the address of 16 longs,
 * {@code text} of three strings of {@link #TEXT} bytes, each ended by a zero; both are the caller's and not kept.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_v4l2.h"},
        library = "jniSaccade")
@NoException
public final class VideoDevice {
    /** The calling process has no permission; also a control that cannot be read or set. */
    public static final int EACCES = 13;
    /** Another process streams. */
    public static final int EBUSY = 16;
    /** The device is gone. */
    public static final int ENODEV = 19;
    /** Not offered; the end of an enumeration. */
    public static final int EINVAL = 22;
    /** The device does not know this call. */
    public static final int ENOTTY = 25;
    /** A control's value is outside its range. */
    public static final int ERANGE = 34;

    /** Bytes of one string. */
    public static final int TEXT = 64;

    /** {@link #take}: no picture yet. */
    public static final int NOTHING = 0;
    /** {@link #take}: a picture. */
    public static final int PICTURE = 1;
    /** {@link #take}: the wake-up was raised. */
    public static final int WOKEN = 2;
    /** {@link #take}: the source changed its size or timings; negotiate and start again. */
    public static final int CHANGED = 3;

    /** Of a stamp: the driver's, on the monotonic clock. */
    public static final long STAMP_OF_KERNEL = 1;
    /** Of a stamp: taken when the exposure began, rather than when the picture was whole. */
    public static final long STAMP_OF_START = 2;

    static {
        Loader.load();
    }

    private VideoDevice() {}

    /**
     * Opens a device.
     *
     * @param path such as {@code /dev/video0}
     * @param port 0: the kernel's calls; otherwise the address of a {@code saccade_video_port} that answers instead
     * @return a handle for {@link #close}, or -errno ({@code -ENOTTY}: no V4L2 device)
     */
    @Name("saccade_video_open")
    @Cast("int64_t")
    public static native long open(String path, @Cast("int64_t") long port);

    /**
     * Stops, unmaps and closes.
     *
     * @param device of {@link #open}; no longer valid afterwards
     */
    @Name("saccade_video_close")
    public static native void close(@Cast("int64_t") long device);

    /**
     * What it is.
     *
     * @param device of {@link #open}
     * @param numbers receives V4L2_CAP_ bits of this node, driver version
     * @param text receives driver, card, bus
     * @return 0
     */
    @Name("saccade_video_identity")
    public static native int identity(
            @Cast("int64_t") long device, @Cast("void*") long numbers, @Cast("void*") long text);

    /**
     * One of the pixel formats on offer.
     *
     * @param device of {@link #open}
     * @param index from 0
     * @param numbers receives FourCC, V4L2_FMT_FLAG_ bits
     * @param text receives the description
     * @return 0, or -errno
     */
    @Name("saccade_video_format")
    public static native int format(
            @Cast("int64_t") long device, int index, @Cast("void*") long numbers, @Cast("void*") long text);

    /**
     * One of the sizes of a pixel format, or a range of them.
     *
     * @param device of {@link #open}
     * @param fourcc pixel format
     * @param index from 0
     * @param numbers receives least, greatest and step of the width, then of the height
     * @return 0, or -errno
     */
    @Name("saccade_video_size")
    public static native int size(@Cast("int64_t") long device, int fourcc, int index, @Cast("void*") long numbers);

    /**
     * One of the frame intervals of a size, or a range of them.
     *
     * @param device of {@link #open}
     * @param fourcc pixel format
     * @param width pixels
     * @param height pixels
     * @param index from 0
     * @param numbers receives numerator and denominator, s, of the shortest and of the longest
     * @return 0, or -errno
     */
    @Name("saccade_video_interval")
    public static native int interval(
            @Cast("int64_t") long device, int fourcc, int width, int height, int index, @Cast("void*") long numbers);

    /**
     * The next control that holds a number or is a button.
     *
     * @param device of {@link #open}
     * @param after a control's id, or 0 for the first
     * @param numbers receives id, V4L2_CTRL_TYPE_, minimum, maximum, step, default, V4L2_CTRL_FLAG_ bits, value, whether
     *     the value could be read
     * @param text receives the name
     * @return 0, or -errno
     */
    @Name("saccade_video_control")
    public static native int control(
            @Cast("int64_t") long device, int after, @Cast("void*") long numbers, @Cast("void*") long text);

    /**
     * One choice of a menu.
     *
     * @param device of {@link #open}
     * @param control its id
     * @param index a value of the control
     * @param number receives the number that it stands for, in a menu of numbers
     * @param text receives its name, in a menu of names
     * @return 0, or -errno ({@code -EINVAL}: no such choice)
     */
    @Name("saccade_video_menu")
    public static native int menu(
            @Cast("int64_t") long device, int control, int index, @Cast("void*") long number, @Cast("void*") long text);

    /**
     * Reads a control.
     *
     * @param device of {@link #open}
     * @param control its id
     * @param number receives its value
     * @return 0, or -errno
     */
    @Name("saccade_video_get")
    public static native int get(@Cast("int64_t") long device, int control, @Cast("void*") long number);

    /**
     * Sets a control.
     *
     * @param device of {@link #open}
     * @param control its id
     * @param value new value
     * @return 0, or -errno
     */
    @Name("saccade_video_set")
    public static native int set(@Cast("int64_t") long device, int control, @Cast("int64_t") long value);

    /**
     * Takes over the timings that the device finds at its input, as capture cards for HDMI need.
     *
     * @param device of {@link #open}, not streaming
     * @return 0, or -errno ({@code -ENODATA}: its input has no timings, as cameras)
     */
    @Name("saccade_video_follow")
    public static native int follow(@Cast("int64_t") long device);

    /**
     * Asks for a format; the driver gives what is nearest.
     *
     * @param device of {@link #open}, not streaming
     * @param fourcc pixel format, or 0 to leave everything as it is
     * @param width pixels, or 0 for the present width
     * @param height pixels, or 0 for the present height
     * @param numbers receives FourCC, width, height, planes, V4L2_COLORSPACE_, V4L2_YCBCR_ENC_, V4L2_QUANTIZATION_,
     *     V4L2_FIELD_, strides of three planes, bytes of three planes
     * @return 0, or -errno
     */
    @Name("saccade_video_negotiate")
    public static native int negotiate(
            @Cast("int64_t") long device, int fourcc, int width, int height, @Cast("void*") long numbers);

    /**
     * Asks for a frame interval; the driver gives what is nearest.
     *
     * @param device of {@link #open}, not streaming
     * @param numerator s, or 0 to ask for the present interval only
     * @param denominator of the interval
     * @param numbers receives numerator and denominator; zeros when the driver does not know
     * @return 0, or -errno ({@code -ENOTTY}: the device has no rate)
     */
    @Name("saccade_video_rate")
    public static native int rate(
            @Cast("int64_t") long device, int numerator, int denominator, @Cast("void*") long numbers);

    /**
     * Whether buffers can be handed to another device as DMABUF: allocates one, tries, and frees it.
     *
     * @param device of {@link #open}, not streaming
     * @return 1, 0, or -errno ({@code -EBUSY}: another process streams)
     */
    @Name("saccade_video_probe")
    public static native int probe(@Cast("int64_t") long device);

    /**
     * Maps buffers and starts.
     *
     * @param device of {@link #open}, after {@link #negotiate}
     * @param buffers how many; the driver may give more or fewer
     * @param leastBytes address of three longs: a picture with fewer bytes in that plane is torn
     * @return how many buffers there are, or -errno
     */
    @Name("saccade_video_start")
    public static native int start(@Cast("int64_t") long device, int buffers, @Cast("const void*") long leastBytes);

    /**
     * What the driver says about its stamps before the first picture.
     *
     * @param device of {@link #open}, started
     * @return {@link #STAMP_OF_KERNEL} and {@link #STAMP_OF_START}, or 0
     */
    @Name("saccade_video_stamp")
    @Cast("int64_t")
    public static native long stamp(@Cast("int64_t") long device);

    /**
     * Takes the newest picture that waits; older ones go back unread. With every buffer full the newest is old, too, and
     * the next one is waited for. Gives the picture of the former call back.
     *
     * @param device of {@link #open}, started
     * @param event a wake-up of {@link dev.saccade.posix.SharedFile#makeEvent}, or -1
     * @param timeoutMs longest wait
     * @param taken {@link TakenPicture#address()}
     * @return {@link #PICTURE}, {@link #NOTHING}, {@link #WOKEN}, {@link #CHANGED} or -errno
     */
    @Name("saccade_video_take")
    public static native int take(@Cast("int64_t") long device, int event, int timeoutMs, @Cast("void*") long taken);

    /**
     * Gives the picture back to the driver.
     *
     * @param device of {@link #open}
     * @return 0, or -errno
     */
    @Name("saccade_video_give")
    public static native int give(@Cast("int64_t") long device);

    /**
     * Makes a buffer's plane known to other devices.
     *
     * @param device of {@link #open}, started
     * @param buffer {@link TakenPicture#buffer()}
     * @param plane 0..2
     * @return a DMABUF descriptor, the caller's to close, or -errno ({@code -ENOTTY}: the driver cannot)
     */
    @Name("saccade_video_export")
    public static native int export(@Cast("int64_t") long device, int buffer, int plane);

    /**
     * Stops and frees the buffers; the device stays open. Idempotent.
     *
     * @param device of {@link #open}
     * @return 0, or -errno
     */
    @Name("saccade_video_stop")
    public static native int stop(@Cast("int64_t") long device);
}
