package dev.saccade.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads and checks the {@code decoder} group. */
final class DecoderReader {
    private static final Map<String, String> BOXES = new LinkedHashMap<>();
    /** Postprocess.topK reports no more. */
    private static final int MOST_CLASSES = 64;

    private static final double LARGEST = 4096;
    private static final int LARGEST_SIDE = 4096;
    private static final Pattern SIZE = Pattern.compile("[1-9][0-9]{0,5}x[1-9][0-9]{0,5}");

    static {
        for (String box : List.of("xyxy", "xywh", "yxyx")) {
            BOXES.put(box, box);
        }
    }

    private DecoderReader() {}

    static Map<String, String> read(Section root, Task task) throws PackageException {
        Section section = root.section("decoder", "decoder: {kind: softmax}");
        DecoderKind kind = section.choice("kind", DecoderKind.byName(), "kind: softmax");
        if (kind.task() != task) {
            throw section.refuse(
                    "kind",
                    "gives " + ModelPackages.yamlName(kind.task()) + ", but the task is "
                            + ModelPackages.yamlName(task),
                    "change the task or the decoder");
        }
        List<String> known = new ArrayList<>(List.of("kind"));
        kind.keys().forEach(k -> known.add(k.name()));
        section.allowOnly(known);

        Map<String, String> values = new LinkedHashMap<>();
        values.put("kind", kind.yamlName());
        for (DecoderKey key : kind.keys()) {
            if (section.has(key.name())) {
                values.put(key.name(), value(section, key));
            } else if (key.isRequired()) {
                throw section.refuse(
                        key.name(), "this key is required", "add '" + key.name() + ": NAME', an output of the graph");
            }
        }
        if (kind == DecoderKind.NMS_IN_GRAPH) {
            requireOneForm(section);
        }
        return Collections.unmodifiableMap(values);
    }

    private static String value(Section section, DecoderKey key) throws PackageException {
        String name = key.name();
        return switch (key.type()) {
            case TEXT -> section.text(name, name + ": NAME");
            case FLAG -> Boolean.toString(section.flagOr(name, false));
            case TOP -> Integer.toString(section.integerOr(name, 1, MOST_CLASSES, 1));
            case SIZE -> size(section, name);
            case BOX -> section.choice(name, BOXES, "box: xyxy");
            case POSITIVE -> {
                double number = section.numberOr(name, 0, LARGEST, 1);
                if (number == 0) {
                    throw section.refuse(name, "must be above 0", "write a larger number");
                }
                yield Double.toString(number);
            }
            case SHARE -> {
                double share = section.numberOr(name, 0, 1, 0.5);
                if (share == 0 || share == 1) {
                    throw section.refuse(name, "every pixel would be alike", "write a number between 0 and 1");
                }
                yield Double.toString(share);
            }
        };
    }

    private static String size(Section section, String name) throws PackageException {
        String text = section.text(name, name + ": 640x480");
        if (!SIZE.matcher(text).matches()) {
            throw section.refuse(name, "not a size", "write WIDTHxHEIGHT in pixels, such as '" + name + ": 640x480'");
        }
        for (String side : text.split("x")) {
            if (Integer.parseInt(side) > LARGEST_SIDE) {
                throw section.refuse(name, "too large", "write sides of at most " + LARGEST_SIDE + " pixels");
            }
        }
        return text;
    }

    private static void requireOneForm(Section section) throws PackageException {
        boolean joined = section.has("detections");
        for (String key : List.of("boxes", "scores", "classes")) {
            if (joined && section.has(key)) {
                throw section.refuse(key, "does not go with 'detections'", "delete one of the two");
            }
            if (!joined && !section.has(key)) {
                throw section.refuse(
                        key,
                        "this key is required",
                        "name the outputs 'boxes', 'scores' and 'classes', or one joined output as 'detections'");
            }
        }
    }
}
