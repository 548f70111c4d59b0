package dev.saccade.trust;

/**
 * How far a version that passed {@link VersionCheck} is trusted.
 *
 * @param manifest what it is made of
 * @param level by whom it was signed
 * @param key the key's name; empty without one
 */
public record VersionTrust(VersionManifest manifest, Level level, String key) {
    /** By whom a version was signed. */
    public enum Level {
        /** By a release key. */
        RELEASE,
        /** By a key that was made on this machine: developer mode. */
        DEVELOPER,
        /** By nobody: developer mode. */
        UNSIGNED
    }

    /** @return one line for reports: every use in developer mode says so */
    public String text() {
        return switch (level) {
            case RELEASE -> "signed by " + key;
            case DEVELOPER -> "developer mode: signed by " + key + ", a key made on this machine";
            case UNSIGNED -> "developer mode: not signed";
        };
    }
}
