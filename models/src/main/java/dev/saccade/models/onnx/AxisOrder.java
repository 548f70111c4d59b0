package dev.saccade.models.onnx;

import static dev.saccade.models.onnx.Shapes.channelsFirst;

import dev.saccade.models.ModelsException;
import java.util.Arrays;
import java.util.List;

/** Gives a value in the axis order that an operator needs, transposing where it is kept in the other. */
final class AxisOrder {
    private final OnnxGraph graph;

    AxisOrder(OnnxGraph graph) {
        this.graph = graph;
    }

    /** Whether the ONNX tensor is (batch, channel, row, column). */
    static boolean keepsChannelsFirst(Value value) {
        return value instanceof Value.Computed c && c.channelsFirst();
    }

    /** The value, which must not be a constant. */
    static Value.Computed computed(Value value) throws ModelsException {
        if (value instanceof Value.Computed c) {
            return c;
        }
        throw ModelsException.badInput("expected a computed tensor, got a constant " + Arrays.toString(value.shape()));
    }

    /** The value as an image in (batch, channel, row, column). */
    Value.Computed image(Value value) throws ModelsException {
        Value.Computed in = computed(value);
        if (in.shape().length != 4) {
            throw ModelsException.badInput("expected an image, got the shape " + Arrays.toString(in.shape()));
        }
        return in.channelsFirst() ? in : new Value.Computed(transpose(in, 0, 3, 1, 2), in.shape(), true);
    }

    /** The value in the network's own order. */
    Value.Computed plain(Value value) throws ModelsException {
        Value.Computed in = computed(value);
        return in.channelsFirst() ? new Value.Computed(transpose(in, 0, 2, 3, 1), in.shape(), false) : in;
    }

    private String transpose(Value.Computed in, int... order) {
        return graph.node("Transpose", List.of(in.name()), OnnxAttribute.Ints.of("perm", order));
    }

    /** The value, in the network's own order, as an operand. */
    String plainOperand(Value value) throws ModelsException {
        return value instanceof Value.Weights w
                ? graph.constant(w.values(), w.shape())
                : plain(value).name();
    }

    /** The value, as an image or broadcast to one, in (batch, channel, row, column), as an operand. */
    String imageOperand(Value value) throws ModelsException {
        if (!(value instanceof Value.Weights weights)) {
            return image(value).name();
        }
        int[] s = Shapes.atRank(weights.shape(), 4);
        float[] out = new float[weights.values().length];
        int next = 0;
        for (int n = 0; n < s[0]; n++) {
            for (int c = 0; c < s[3]; c++) {
                for (int y = 0; y < s[1]; y++) {
                    for (int x = 0; x < s[2]; x++) {
                        out[next++] = weights.values()[((n * s[1] + y) * s[2] + x) * s[3] + c];
                    }
                }
            }
        }
        return graph.constant(out, channelsFirst(s));
    }
}
