package dev.saccade.camera.v4l2;

import java.util.Locale;
import java.util.Map;

/**
 * A control of a device.
 *
 * @param id the kernel's number of it
 * @param name in the form that {@code v4l2-ctl} uses: lower case, words joined by underscores
 * @param type kind of value
 * @param minimum smallest value
 * @param maximum largest value
 * @param step distance of values
 * @param standard value that the driver starts with
 * @param value present value, or null when it cannot be read
 * @param settable whether it may be set at all
 * @param active whether setting it has an effect now; an automatism may be in charge
 * @param choices a menu's values and what they stand for; empty otherwise
 */
public record VideoControl(
        int id,
        String name,
        Type type,
        long minimum,
        long maximum,
        long step,
        long standard,
        Long value,
        boolean settable,
        boolean active,
        Map<Long, String> choices) {
    /** Kind of a control's value. */
    public enum Type {
        /** A number. */
        INTEGER,
        /** 0 or 1. */
        BOOLEAN,
        /** A choice by name. */
        MENU,
        /** No value: setting it does something. */
        BUTTON,
        /** Bits. */
        BITMASK,
        /** A choice of numbers. */
        INTEGER_MENU
    }

    /** The form of a driver's name that command lines take. */
    static String nameOf(String drivers) {
        String joined = drivers.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
        return joined.replaceAll("^_|_$", "");
    }

    /** @return the values that it takes, in words */
    public String range() {
        return switch (type) {
            case BOOLEAN -> "0 or 1";
            case BUTTON -> "any value";
            case MENU, INTEGER_MENU -> choices.toString();
            case INTEGER, BITMASK -> minimum + " to " + maximum + (step > 1 ? " in steps of " + step : "");
        };
    }
}
