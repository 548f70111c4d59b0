package dev.saccade.models.pull;

/** One source did not deliver. The message says why, without the source's name; the next source is tried. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    Refusal(String message) {
        super(message);
    }

    Refusal(String message, Throwable cause) {
        super(message, cause);
    }

    static Refusal hash(String what, String expected, String got) {
        return new Refusal(what + " has the wrong hash: expected sha256 " + expected + ", got " + got);
    }
}
