package dev.saccade.internal.tensorrt;

/**
 * TensorRT twice, as {@code 10000 * major + 100 * minor + patch}.
 *
 * @param classes what the JNI library was compiled against
 * @param library what answers at run time
 */
record Versions(int classes, int library) {
    private static final int MAJOR = 10_000;
    private static final int MINOR = 100;

    /** {@code 10.6.0}. */
    static String text(int version) {
        return version / MAJOR + "." + version / MINOR % MINOR + "." + version % MINOR;
    }

    /** Null when the classes can call the library: of one major version, functions are only ever added. */
    String mismatch() {
        if (classes / MAJOR == library / MAJOR && classes / MINOR <= library / MINOR) {
            return null;
        }
        return "TensorRT: version mismatch: libnvinfer is " + text(library) + ", "
                + (library < classes ? "older" : "newer") + " than the classes, which are for " + text(classes)
                + ": start with SACCADE_PROFILE=gpu and SACCADE_TENSORRT=" + line(library);
    }

    /** The line of ours that is made for a library, or the oldest one, which brings its own. */
    private static String line(int library) {
        if (library / MAJOR >= 11) {
            return "11.2";
        }
        return library / MINOR >= 1015 ? "10.15" : "10.6 (whose library comes with it)";
    }
}
