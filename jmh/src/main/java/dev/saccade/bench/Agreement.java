package dev.saccade.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * How far two detectors agree on the same frames: the share of one's boxes that find a box of the other with the same
 * label, enough overlap and nearly the same score, each of the other's boxes used once.
 *
 * @param boxes boxes of one side over the score
 * @param matched those that found their counterpart
 */
record Agreement(long boxes, long matched) {
    static final double SCORE = 0.3;
    static final double IOU = 0.95;
    static final double SCORE_TOLERANCE = 0.02;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** One box: left, top, width, height in source pixels. */
    record Box(String label, double score, double x, double y, double width, double height) {
        double overlap(Box o) {
            double w = Math.min(x + width, o.x + o.width) - Math.max(x, o.x);
            double h = Math.min(y + height, o.y + o.height) - Math.max(y, o.y);
            return w <= 0 || h <= 0 ? 0 : w * h / (width * height + o.width * o.height - w * h);
        }
    }

    double share() {
        return boxes == 0 ? 0 : (double) matched / boxes;
    }

    /** Reads a file of {@code --perceptions} lines: boxes by frame. */
    static Map<Long, List<Box>> read(Path file) throws IOException {
        Map<Long, List<Box>> frames = new HashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode node = JSON.readTree(line);
                List<Box> boxes = new ArrayList<>();
                for (JsonNode d : node.get("detections")) {
                    JsonNode b = d.get("box");
                    boxes.add(new Box(
                            d.get("label").asText(),
                            d.get("score").asDouble(),
                            b.get(0).asDouble(),
                            b.get(1).asDouble(),
                            b.get(2).asDouble(),
                            b.get(3).asDouble()));
                }
                frames.put(node.get("frame").asLong(), boxes);
            }
        }
        return frames;
    }

    /** The share of {@code these} over the score that {@code those} confirm; those may hold weaker boxes as well. */
    static Agreement of(Map<Long, List<Box>> these, Map<Long, List<Box>> those) {
        long boxes = 0;
        long matched = 0;
        for (Long frame : new TreeSet<>(these.keySet())) {
            List<Box> free = new ArrayList<>(those.getOrDefault(frame, List.of()));
            for (Box box : these.get(frame)) {
                if (box.score() <= SCORE) {
                    continue;
                }
                boxes++;
                for (Box other : free) {
                    if (other.label().equals(box.label())
                            && Math.abs(other.score() - box.score()) <= SCORE_TOLERANCE
                            && box.overlap(other) >= IOU) {
                        matched++;
                        free.remove(other);
                        break;
                    }
                }
            }
        }
        return new Agreement(boxes, matched);
    }
}
