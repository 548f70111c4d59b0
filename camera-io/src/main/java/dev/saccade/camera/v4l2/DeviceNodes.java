package dev.saccade.camera.v4l2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The video nodes of a system. */
final class DeviceNodes {
    private static final String PREFIX = "video";

    private DeviceNodes() {}

    /** All nodes by their number; empty when there are none or the directory cannot be read. */
    static List<Path> list(VideoSystem system) {
        try (Stream<Path> entries = Files.list(system.devices())) {
            return entries.filter(entry -> entry.getFileName().toString().matches(PREFIX + "[0-9]{1,8}"))
                    .sorted(Comparator.comparingInt(DeviceNodes::number))
                    .toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static int number(Path node) {
        return Integer.parseInt(node.getFileName().toString().substring(PREFIX.length()));
    }

    /**
     * Opens a device that was seen before: at its former path, or wherever it is now.
     *
     * @throws VideoException when it is not there, or busy
     */
    static OpenDevice reopen(Path path, DeviceIdentity identity, VideoSystem system) throws VideoException {
        VideoException first = null;
        try {
            OpenDevice device = new OpenDevice(path, system);
            if (device.identity().equals(identity) && device.isCapture()) {
                return device;
            }
            first = device.failure(
                    0,
                    "is now " + device.identity().card() + " at "
                            + device.identity().bus());
            device.close();
        } catch (VideoException e) {
            first = e;
        }
        for (Path node : list(system)) {
            if (node.equals(path)) {
                continue;
            }
            try {
                OpenDevice device = new OpenDevice(node, system);
                if (device.identity().equals(identity) && device.isCapture()) {
                    return device;
                }
                device.close();
            } catch (VideoException e) {
                first.addSuppressed(e);
            }
        }
        throw first;
    }

    /** What there is, for a message about what there is not. */
    static String found(VideoSystem system) {
        List<Path> nodes = list(system);
        if (nodes.isEmpty()) {
            return "no " + system.devices().resolve(PREFIX)
                    + "* found: plug in a camera, load its driver (a virtual one:"
                    + " modprobe vivid), or use synthetic: or file:clip.mp4";
        }
        return "found " + String.join(", ", nodes.stream().map(Path::toString).toList())
                + "; 'saccade cameras' tells more";
    }
}
