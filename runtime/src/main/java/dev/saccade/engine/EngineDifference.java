package dev.saccade.engine;

/**
 * One point in which an engine does not belong to the model or to the machine.
 *
 * @param subject what differs, in few words
 * @param message what was expected and what was found, one line without the file and the remedy
 */
record EngineDifference(String subject, String message) {
    static EngineDifference of(String subject, String expected, String found) {
        return new EngineDifference(
                subject, OneLine.of(subject + " differs: expected " + expected + ", the engine has " + found));
    }
}
