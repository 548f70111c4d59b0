package dev.saccade.camera.v4l2;

import java.nio.file.Path;
import java.util.List;

/**
 * What is known about one video node.
 *
 * @param path its node
 * @param identity driver, card and bus; null when it could not be opened
 * @param kind what it is for; null when it could not be opened
 * @param formats what it offers, for a capture node
 * @param controls its controls
 * @param dmabuf whether buffers can be handed to another device without a copy; null when that could not be tried,
 *     because another program streams
 * @param holders other processes that have it open, as far as this user may see
 * @param problem why it could not be opened, or null
 */
public record CameraReport(
        Path path,
        DeviceIdentity identity,
        NodeKind kind,
        List<OfferedFormat> formats,
        List<VideoControl> controls,
        Boolean dmabuf,
        List<Holder> holders,
        String problem) {}
