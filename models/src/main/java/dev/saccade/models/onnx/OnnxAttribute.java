package dev.saccade.models.onnx;

import java.util.List;

/** A named constant of an ONNX node. */
public sealed interface OnnxAttribute {
    /** @return its name, as the operator's specification spells it */
    String name();

    /**
     * A whole number.
     *
     * @param name of the attribute
     * @param value number
     */
    record Int(String name, long value) implements OnnxAttribute {}

    /**
     * Whole numbers.
     *
     * @param name of the attribute
     * @param values numbers, in order
     */
    record Ints(String name, List<Long> values) implements OnnxAttribute {
        /**
         * Widens 32-bit numbers.
         *
         * @param name of the attribute
         * @param values numbers, in order
         * @return the attribute
         */
        public static Ints of(String name, int... values) {
            return new Ints(
                    name, java.util.Arrays.stream(values).asLongStream().boxed().toList());
        }
    }

    /**
     * A string.
     *
     * @param name of the attribute
     * @param value text
     */
    record Text(String name, String value) implements OnnxAttribute {}
}
