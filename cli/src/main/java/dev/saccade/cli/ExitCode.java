package dev.saccade.cli;

/** The program's exit codes. */
final class ExitCode {
    /** Done. */
    static final int OK = 0;
    /** A check fell short, or the program failed by itself. */
    static final int FELL_SHORT = 1;
    /** Wrong usage. */
    static final int USAGE = 2;
    /** Bad input: a model, recording or configuration. */
    static final int BAD_INPUT = 3;
    /** A device is missing. */
    static final int NO_DEVICE = 4;

    private ExitCode() {}
}
