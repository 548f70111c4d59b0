package dev.saccade.models.proposal;

/**
 * A key that the file cannot tell.
 *
 * @param key as {@code --set} takes it, or {@code labels} for {@code --labels}
 * @param words what is asked and what may be answered, one line
 */
public record Question(String key, String words) {}
