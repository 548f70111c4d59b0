package dev.saccade.model;

/** A key that a decoder takes. */
record DecoderKey(String name, Type type, boolean isRequired) {
    /** What its value may be. */
    enum Type {
        /** A tensor's name or a label. */
        TEXT,
        /** true or false. */
        FLAG,
        /** A number above 0. */
        POSITIVE,
        /** A number from 0 to 1, both excluded. */
        SHARE,
        /** How many classes are reported. */
        TOP,
        /** Width and height in pixels. */
        SIZE,
        /** Order of a box's four numbers. */
        BOX
    }

    static DecoderKey required(String name, Type type) {
        return new DecoderKey(name, type, true);
    }

    static DecoderKey optional(String name, Type type) {
        return new DecoderKey(name, type, false);
    }
}
