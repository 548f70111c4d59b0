package dev.saccade.models.proposal;

/**
 * A key of model.yaml that was filled in.
 *
 * @param value as it stands in the file
 * @param reason why, one line
 * @param isSure whether the file or the user says so; otherwise it is the usual value and a picture should confirm it
 */
public record Choice(String value, String reason, boolean isSure) {}
