package dev.saccade.models.inspect;

import java.util.List;

/**
 * Type and size of a tensor.
 *
 * @param type the usual word, such as {@code fp32}
 * @param dims sizes, outermost first; null when they are not known
 * @param bytes of all elements, without padding; null when they are not known
 */
public record TensorShape(String type, List<Long> dims, Long bytes) {
    static TensorShape of(int elementType, List<Long> dims) {
        Long elements = dims == null ? null : elements(dims);
        int bits = ElementKind.bits(elementType);
        Long bytes = elements == null || bits == 0 || elements > Long.MAX_VALUE / bits - 8
                ? null
                : Long.valueOf((elements * bits + 7) / 8);
        return new TensorShape(
                elementType == ElementKind.UNKNOWN ? "unknown" : ElementKind.word(elementType),
                dims == null ? null : List.copyOf(dims),
                bytes);
    }

    /** The product of sizes; null when it does not fit. */
    static Long elements(List<Long> dims) {
        try {
            long product = 1;
            for (long dim : dims) {
                product = Math.multiplyExact(product, dim);
            }
            return product < 0 ? null : product;
        } catch (ArithmeticException e) {
            return null;
        }
    }

    /** @return such as {@code fp32[1,16,112,112]} */
    @Override
    public String toString() {
        return type + (dims == null ? "[?]" : dims.toString().replace(" ", ""));
    }
}
