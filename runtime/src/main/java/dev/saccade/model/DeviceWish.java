package dev.saccade.model;

/**
 * What a package asks of the GPU that runs it. Who runs it may overrule each part.
 *
 * @param index GPU, 0 is the first that CUDA lists; {@link #ANY} when it names none
 * @param priority {@code low}, {@code normal} or {@code high} among the engines of the device; null when it says nothing
 * @param budgetShare share of the perception deadline that it may use, above 0, at most 1; 0 when it says nothing
 */
public record DeviceWish(int index, String priority, double budgetShare) {
    /** No GPU in particular. */
    public static final int ANY = -1;
    /** No wish at all. */
    public static final DeviceWish NONE = new DeviceWish(ANY, null, 0);
}
