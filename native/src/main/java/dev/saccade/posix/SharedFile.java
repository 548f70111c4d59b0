package dev.saccade.posix;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.annotation.Cast;
import org.bytedeco.javacpp.annotation.Name;
import org.bytedeco.javacpp.annotation.NoException;
import org.bytedeco.javacpp.annotation.Platform;

/**
 * Unnamed files of fixed, sealed size that two processes map, and the descriptors that go with them. Every method
 * returns 0 (or a value) on success and {@code -errno} on failure; none throws, allocates or keeps an address. Any
 * thread; descriptors and mappings are the caller's to close.
 */
@Platform(
        include = {"saccade_kernels.h", "saccade_posix.h", "saccade_wire.h", "saccade_worker.h"},
        library = "jniSaccade")
@NoException
public final class SharedFile {
    /** Try again: nothing is there yet. */
    public static final int EAGAIN = 11;

    static {
        Loader.load();
    }

    private SharedFile() {}

    /**
     * Makes a file of zeros, takes its memory, maps it, and seals its size.
     *
     * @param bytes at least 1
     * @param readOnlyElsewhere whether no further mapping may be written to, as far as the kernel knows that (Linux 5.1)
     * @param address receives the mapping's address: one long
     * @return the descriptor, or -errno
     */
    @Name("saccade_shared_make")
    public static native int make(
            @Cast("int64_t") long bytes, @Cast("int") boolean readOnlyElsewhere, @Cast("void*") long address);

    /**
     * Maps a file that another process made.
     *
     * @param fd its descriptor
     * @param bytes how many; a file that is shorter, or whose size is not sealed, is refused
     * @param writable whether it is written to
     * @return the address, or -errno
     */
    @Name("saccade_shared_map")
    @Cast("int64_t")
    public static native long map(int fd, @Cast("int64_t") long bytes, @Cast("int") boolean writable);

    /**
     * Undoes a mapping.
     *
     * @param address of {@link #make} or {@link #map}
     * @param bytes as mapped
     * @return 0, or -errno
     */
    @Name("saccade_shared_unmap")
    public static native int unmap(@Cast("int64_t") long address, @Cast("int64_t") long bytes);

    /**
     * Closes a descriptor.
     *
     * @param fd any
     * @return 0, or -errno
     */
    @Name("saccade_fd_close")
    public static native int close(int fd);

    /**
     * Reads what is there.
     *
     * @param fd a pipe
     * @param to where to
     * @param capacity most bytes
     * @return bytes; 0: at its end; {@code -EAGAIN}: nothing yet
     */
    @Name("saccade_fd_read")
    public static native int read(int fd, @Cast("void*") long to, int capacity);

    /**
     * Waits until a descriptor can be read or is at its end.
     *
     * @param fds ints, at most 8
     * @param count how many
     * @param timeoutMs at most this long; -1 waits without bound
     * @return bit i: descriptor i is ready; 0: none
     */
    @Name("saccade_fd_poll")
    public static native int poll(@Cast("const void*") long fds, int count, int timeoutMs);

    /** @return a wake-up that nobody has raised, or -errno */
    @Name("saccade_event_make")
    public static native int makeEvent();

    /**
     * Raises a wake-up.
     *
     * @param event of {@link #makeEvent}
     * @return 0, or -errno
     */
    @Name("saccade_event_raise")
    public static native int raise(int event);

    /**
     * Takes a wake-up back.
     *
     * @param event of {@link #makeEvent}
     * @return 0, or -errno
     */
    @Name("saccade_event_clear")
    public static native int clear(int event);
}
