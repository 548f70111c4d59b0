package dev.saccade.vision;

import dev.saccade.kernel.Postprocess;
import dev.saccade.tensor.TensorType;
import java.util.List;

/**
 * Refuses outputs that hold NaN or positive infinity. NaN loses every comparison and a box that is not finite is left
 * out, so a decoder would take them for an empty scene. Negative infinity passes, since graphs mask logits with it.
 */
final class OutputCheck {
    private final Output[] outputs;
    private final String[] faults;

    /** Looks at those of some outputs that hold floats. */
    OutputCheck(List<Output> read) {
        outputs = read.stream().filter(o -> Outputs.FLOATS.contains(o.type())).toArray(Output[]::new);
        faults = new String[outputs.length];
        for (int i = 0; i < outputs.length; i++) {
            faults[i] = "output '" + outputs[i].name()
                    + "' holds NaN or infinity; check input.scale, mean and std, and an fp16 graph for overflow";
        }
    }

    /** Looks at what the latest run left; null when all is sound, otherwise what is wrong. Allocates nothing. */
    String fault() {
        for (int i = 0; i < outputs.length; i++) {
            if (!isSound(outputs[i])) {
                return faults[i];
            }
        }
        return null;
    }

    /** How many outputs it looks at. */
    int size() {
        return outputs.length;
    }

    /** What is wrong when an output is not sound. */
    String words(int i) {
        return faults[i];
    }

    private static boolean isSound(Output output) {
        long elements = output.elementsNow();
        int level = output.type() == TensorType.FLOAT16
                ? Postprocess.soundHalves(output.address(), elements)
                : Postprocess.soundFloats(output.address(), elements);
        return level > 0;
    }
}
