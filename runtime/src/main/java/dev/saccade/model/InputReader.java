package dev.saccade.model;

import dev.saccade.tensor.TensorType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads and checks the {@code input} group. */
final class InputReader {
    private static final List<String> KEYS =
            List.of("tensor", "size", "colour", "resize", "pad", "scale", "mean", "std", "layout", "type", "alpha");
    private static final int LARGEST_SIDE = 16384;
    private static final double PAD = 114;

    private static final Map<String, InputSpec.Colour> COLOURS = new LinkedHashMap<>();
    private static final Map<String, InputSpec.Resize> RESIZES = new LinkedHashMap<>();
    private static final Map<String, InputSpec.Layout> LAYOUTS = new LinkedHashMap<>();
    private static final Map<String, TensorType> TYPES = new LinkedHashMap<>();

    static {
        for (InputSpec.Colour colour : InputSpec.Colour.values()) {
            COLOURS.put(colour.name(), colour);
        }
        for (InputSpec.Layout layout : InputSpec.Layout.values()) {
            LAYOUTS.put(layout.name(), layout);
        }
        RESIZES.put("stretch", InputSpec.Resize.STRETCH);
        RESIZES.put("letterbox", InputSpec.Resize.LETTERBOX);
        RESIZES.put("crop", InputSpec.Resize.CROP);
        TYPES.put("fp32", TensorType.FLOAT32);
        TYPES.put("fp16", TensorType.FLOAT16);
        TYPES.put("uint8", TensorType.UINT8);
    }

    private InputReader() {}

    static InputSpec read(Section root) throws PackageException {
        Section section = root.section("input", "input: {size: [640, 480]}");
        section.allowOnly(KEYS);
        List<Integer> size = section.integers("size", 2, 1, LARGEST_SIDE, "size: [640, 480]");
        InputSpec.Colour colour = section.choiceOr("colour", COLOURS, InputSpec.Colour.RGB);
        int channels = colour == InputSpec.Colour.GRAY ? 1 : 3;
        List<Double> std = section.perChannel("std", channels, 1);
        if (std.contains(0.0) || std.contains(-0.0)) {
            throw section.refuse("std", "divides by 0", "write the divisor, 1 for none");
        }
        if (section.has("alpha") && channels == 1) {
            throw section.refuse("alpha", "does not go with colour: GRAY", "delete it, or use RGB or BGR");
        }
        return new InputSpec(
                section.textOr("tensor", null),
                size.get(0),
                size.get(1),
                colour,
                section.choiceOr("resize", RESIZES, InputSpec.Resize.STRETCH),
                section.numberOr("pad", 0, 255, PAD),
                section.perChannel("scale", channels, 1),
                section.perChannel("mean", channels, 0),
                std,
                section.choiceOr("layout", LAYOUTS, InputSpec.Layout.NCHW),
                section.choiceOr("type", TYPES, TensorType.FLOAT32),
                section.has("alpha") ? (Double) section.numberOr("alpha", -1e9, 1e9, 0) : null);
    }
}
