package dev.saccade.models.proposal;

import dev.saccade.internal.onnx.OnnxOutline;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Fills in colour, resize and the pixels' range, which a graph seldom tells; what it leaves open becomes alternatives. */
final class Pixels {
    private static final List<String> RANGE_KEYS = List.of("input.scale", "input.mean", "input.std");

    private final OnnxOutline graph;
    private final Exporter exporter;
    private final Keys keys;

    Pixels(OnnxOutline graph, Exporter exporter, Keys keys) {
        this.graph = graph;
        this.exporter = exporter;
        this.keys = keys;
    }

    List<Alternative> fill(String input) {
        String kind = keys.value("decoder.kind");
        boolean isYolox = "yolox".equals(kind);
        boolean isLetterboxed =
                isYolox || "yolov8".equals(kind) || exporter.task().equals("detect");
        if (isLetterboxed) {
            keys.know("input.resize", "letterbox", "as this family is trained");
        } else {
            keys.know("input.resize", "stretch", "usual; letterbox or crop where it was trained so");
        }
        colour(isYolox);
        return range(input, isYolox);
    }

    private void colour(boolean isYolox) {
        if (keys.value("input.colour") != null) {
            return;
        }
        if (isYolox) {
            keys.know("input.colour", "BGR", "as yolox is trained");
        } else if (exporter.isUltralytics()) {
            keys.know("input.colour", "RGB", "metadata names, stride and task, as Ultralytics exports");
        } else {
            keys.assume("input.colour", "RGB", "usual; the graph cannot tell RGB from BGR");
        }
    }

    private List<Alternative> range(String input, boolean isYolox) {
        boolean isGiven = RANGE_KEYS.stream().anyMatch(keys::isGiven);
        PixelRange expected = PixelRange.expected(graph, input);
        if (isGiven) {
            RANGE_KEYS.stream().filter(keys::isGiven).forEach(k -> keys.know(k, "", Keys.GIVEN));
        } else if ("uint8".equals(keys.value("input.type"))) {
            know(PixelRange.BYTES, "bytes go in as they are");
        } else if (expected == PixelRange.BYTES) {
            know(expected, "the graph scales pixels 0..255 itself");
        } else if (expected == PixelRange.SHARE) {
            know(expected, "the graph goes on from 0..1 itself");
        } else if (exporter.isUltralytics()) {
            know(PixelRange.SHARE, "metadata names, stride and task, as Ultralytics exports");
        } else if (isYolox) {
            know(PixelRange.BYTES, "as yolox is trained");
        } else if (keys.value("input.alpha") != null) {
            know(PixelRange.BYTES, "as models with an alpha channel are trained");
        } else {
            PixelRange.SHARE
                    .keys(keys.value("input.colour"))
                    .forEach((k, v) -> keys.assume(k, v, "pixels 0..1 are usual; the graph does not tell"));
            return alternatives(List.of(PixelRange.SHARE, PixelRange.BYTES, PixelRange.SIGNED, PixelRange.IMAGENET));
        }
        return alternatives(List.of());
    }

    private void know(PixelRange range, String reason) {
        range.keys(keys.value("input.colour")).forEach((k, v) -> keys.know(k, v, reason));
    }

    private List<Alternative> alternatives(List<PixelRange> ranges) {
        Choice colour = keys.choices().get("input.colour");
        List<String> colours = colour.isSure() ? List.of(colour.value()) : List.of("RGB", "BGR");
        List<Alternative> all = new ArrayList<>();
        for (String c : colours) {
            if (ranges.isEmpty()) {
                all.add(new Alternative(c, Map.of("input.colour", c)));
            }
            for (PixelRange range : ranges) {
                Map<String, String> chosen = new LinkedHashMap<>(range.keys(c));
                chosen.put("input.colour", c);
                all.add(new Alternative(c + " " + range.words(), chosen));
            }
        }
        return all;
    }
}
