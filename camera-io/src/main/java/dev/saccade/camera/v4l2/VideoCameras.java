package dev.saccade.camera.v4l2;

import dev.saccade.v4l2.VideoDevice;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What is plugged in, and its controls. Any thread; opens devices for the time of a call. */
public final class VideoCameras {
    private VideoCameras() {}

    /**
     * Every video node.
     *
     * @param system where to look
     * @return reports in the order of the nodes' numbers; empty when there are none
     */
    public static List<CameraReport> list(VideoSystem system) {
        List<CameraReport> reports = new ArrayList<>();
        for (Path node : DeviceNodes.list(system)) {
            try {
                reports.add(read(node, system));
            } catch (VideoException e) {
                reports.add(new CameraReport(
                        node,
                        null,
                        null,
                        List.of(),
                        List.of(),
                        null,
                        Holder.of(node, system.processes()),
                        e.getMessage()));
            }
        }
        return reports;
    }

    /**
     * One node.
     *
     * @param node its path
     * @param system who answers
     * @return what it is and offers
     * @throws VideoException when it cannot be opened
     */
    public static CameraReport read(Path node, VideoSystem system) throws VideoException {
        try (OpenDevice device = new OpenDevice(node, system)) {
            boolean capture = device.isCapture();
            return new CameraReport(
                    node,
                    device.identity(),
                    device.kind(),
                    capture ? device.formats() : List.of(),
                    DeviceControls.list(device),
                    capture ? dmabuf(device) : null,
                    device.holders(),
                    null);
        }
    }

    private static Boolean dmabuf(OpenDevice device) {
        int status = VideoDevice.probe(device.handle());
        return status < 0 ? null : Boolean.valueOf(status == 1);
    }

    /**
     * Sets a control.
     *
     * @param node the device's path
     * @param name of {@link VideoControl#name()}, or exposure, gain, focus or white-balance
     * @param value a number, a menu's choice by name, or for the short names {@code auto}
     * @param system who answers
     * @throws VideoException when the device cannot be opened, has no such control or refuses the value
     */
    public static void set(Path node, String name, String value, VideoSystem system) throws VideoException {
        try (OpenDevice device = new OpenDevice(node, system)) {
            DeviceControls.set(device, name, value);
        }
    }

    /**
     * What there is, in words.
     *
     * @param system where to look
     * @return one line: the nodes, or what to do to get one
     */
    public static String found(VideoSystem system) {
        return DeviceNodes.found(system);
    }
}
