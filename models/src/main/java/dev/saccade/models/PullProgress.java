package dev.saccade.models;

/** Hears how a pull goes. Called on the pulling thread, often; must return fast and not throw. */
public interface PullProgress {
    /** A listener that hears nothing. */
    PullProgress SILENT = new PullProgress() {
        @Override
        public void advanced(String asset, Phase phase, long done, long total) {}

        @Override
        public void noted(String asset, String line) {}
    };

    /** What is being done. */
    enum Phase {
        /** Another process pulls the same asset; waiting for it. */
        WAIT,
        /** Bytes come from a source. */
        FETCH,
        /** Bytes go to a registry. */
        SEND,
        /** Files are taken out of an archive. */
        EXTRACT,
        /** A model is converted to ONNX. */
        IMPORT,
        /** The asset is in the cache. */
        DONE
    }

    /**
     * Work went on.
     *
     * @param asset catalogue name
     * @param phase what is being done
     * @param done bytes so far, at least 0
     * @param total bytes in all, or -1 when unknown; a source may send more than was announced
     */
    void advanced(String asset, Phase phase, long done, long total);

    /**
     * Something worth a line: a source begins, or was refused and why.
     *
     * @param asset catalogue name
     * @param line one line
     */
    void noted(String asset, String line);
}
