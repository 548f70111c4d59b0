package dev.saccade.models.catalogue;

/**
 * One file that a source must deliver, whichever source it is.
 *
 * @param name file name, without a directory
 * @param sha256 its SHA-256, 64 lower-case hex digits
 * @param size its length, bytes
 */
public record AssetFile(String name, String sha256, long size) {}
