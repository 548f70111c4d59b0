package dev.saccade.models.rollout;

import java.util.Locale;

/** Whether a candidate may go on serving. A pure function of what was measured. */
public final class CanaryWatch {
    /** Frames before a p99 says anything. */
    static final long FEWEST_FRAMES = 300;
    /** Comparisons before an agreement says anything. */
    static final long FEWEST_COMPARED = 30;

    private CanaryWatch() {}

    /**
     * Judges.
     *
     * @param bounds what it must keep to
     * @param figures so far
     * @return why production must serve again, one line; empty while the candidate may go on
     */
    public static String reason(CanaryBounds bounds, CanaryFigures figures) {
        if (figures.faults() > bounds.mostFaults()) {
            return "faults: " + figures.faults() + " hangs and errors, " + bounds.mostFaults() + " are borne";
        }
        if (figures.compared() >= FEWEST_COMPARED && !(figures.agreement() >= bounds.minAgreement())) {
            return String.format(
                    Locale.ROOT,
                    "agreement: %.3f with production over the latest frames, %.3f is the least",
                    figures.agreement(),
                    bounds.minAgreement());
        }
        double mostNs = bounds.latencyFactor() * figures.productionP99Ns();
        if (figures.frames() >= FEWEST_FRAMES && figures.productionP99Ns() > 0 && figures.p99Ns() > mostNs) {
            return String.format(
                    Locale.ROOT,
                    "latency: p99 %.1f ms, production's is %.1f ms and %.2f times that is the most",
                    figures.p99Ns() / 1e6,
                    figures.productionP99Ns() / 1e6,
                    bounds.latencyFactor());
        }
        return "";
    }
}
