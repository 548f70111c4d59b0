package dev.saccade.camera.v4l2;

import java.nio.file.Path;

/**
 * Where video devices are found and who answers their calls.
 *
 * @param devices directory of the nodes {@code video0}, {@code video1}, ...
 * @param processes directory that tells which process holds which file
 * @param port 0 for the kernel; otherwise the address of the table of calls that answers instead
 */
public record VideoSystem(Path devices, Path processes, long port) {
    /** This machine. */
    public static final VideoSystem HOST = new VideoSystem(Path.of("/dev"), Path.of("/proc"), 0);
}
