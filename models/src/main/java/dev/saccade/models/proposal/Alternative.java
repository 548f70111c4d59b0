package dev.saccade.models.proposal;

import dev.saccade.model.InputSpec;
import dev.saccade.model.ModelPackage;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * One way to read what the file leaves open: a colour order and perhaps a range of pixels.
 *
 * @param words short, for a caption: {@code RGB 0..1}
 * @param keys of model.yaml with their values, to be laid over the proposal
 */
public record Alternative(String words, Map<String, String> keys) {
    /**
     * A package that reads its input this way.
     *
     * @param model the package as proposed
     * @return the same graph and decoder behind this alternative's input
     */
    public ModelPackage over(ModelPackage model) {
        InputSpec in = model.input();
        InputSpec.Colour colour = InputSpec.Colour.valueOf(keys.get("input.colour"));
        int channels = colour == InputSpec.Colour.GRAY ? 1 : 3;
        InputSpec input = new InputSpec(
                in.tensor(),
                in.width(),
                in.height(),
                colour,
                in.resize(),
                in.pad(),
                numbers("input.scale", channels, in.scale()),
                numbers("input.mean", channels, in.mean()),
                numbers("input.std", channels, in.std()),
                in.layout(),
                in.type(),
                in.alpha());
        return new ModelPackage(
                model.directory(),
                model.name(),
                model.task(),
                model.model(),
                model.labels(),
                input,
                model.decoder(),
                model.thresholds(),
                model.fallback(),
                model.provenance(),
                model.identity(),
                model.device(),
                model.gate());
    }

    private List<Double> numbers(String key, int channels, List<Double> otherwise) {
        String text = keys.get(key);
        if (text == null) {
            return otherwise;
        }
        return text.startsWith("[")
                ? Arrays.stream(text.substring(1, text.length() - 1).split(","))
                        .map(Double::valueOf)
                        .toList()
                : Collections.nCopies(channels, Double.valueOf(text));
    }
}
