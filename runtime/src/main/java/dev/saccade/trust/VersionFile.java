package dev.saccade.trust;

/**
 * One file of a version.
 *
 * @param path below the version's directory, with {@code /}
 * @param bytes its length
 * @param sha256 of its content, hex
 */
public record VersionFile(String path, long bytes, String sha256) {}
