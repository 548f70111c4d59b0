package dev.saccade.engine;

import dev.saccade.model.DeviceWish;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Where and how a GPU engine runs.
 *
 * @param index device, 0 is the first that CUDA lists
 * @param priority of its stream among those of other engines on the device
 * @param budgetShare share of the perception deadline that the engine may use, above 0, at most 1: beyond it a frame
 *     counts as missed, so that what runs after it still can
 * @param store directory of compiled engines
 */
public record DeviceOptions(int index, Priority priority, double budgetShare, Path store) {
    /** Which of two engines goes first when both have work for the device. */
    public enum Priority {
        /** Behind the others. */
        LOW,
        /** The usual one. */
        NORMAL,
        /** Before the others. */
        HIGH
    }

    /**
     * Checks the values.
     *
     * @param index device, 0 is the first that CUDA lists
     * @param priority of its stream among those of other engines on the device
     * @param budgetShare share of the perception deadline that the engine may use, above 0, at most 1: beyond it a frame
     *     counts as missed, so that what runs after it still can
     * @param store directory of compiled engines
     */
    public DeviceOptions {
        if (index < 0 || !(budgetShare > 0 && budgetShare <= 1)) {
            throw new IllegalArgumentException("device " + index + ", budget share " + budgetShare
                    + ": give a device from 0 and a share above 0, at most 1");
        }
    }

    /**
     * As a package asks, where it does.
     *
     * @param wish of the package
     * @return a copy, or this
     */
    public DeviceOptions asked(DeviceWish wish) {
        return new DeviceOptions(
                wish.index() == DeviceWish.ANY ? index : wish.index(),
                wish.priority() == null
                        ? priority
                        : Priority.valueOf(wish.priority().toUpperCase(Locale.ROOT)),
                wish.budgetShare() == 0 ? budgetShare : wish.budgetShare(),
                store);
    }
}
