package dev.saccade.models.gate;

import dev.saccade.model.GateLimit;
import dev.saccade.models.precision.Precision;
import java.util.List;
import java.util.Map;

/**
 * What a comparison found.
 *
 * @param reference package and engine, in words
 * @param referenceIdentity of the package
 * @param candidate package and engine, in words
 * @param candidateIdentity of the package
 * @param precision the candidate's
 * @param source where frames came from
 * @param frames each one, in order
 * @param outputs each output's worst numbers
 * @param latency at cadence; null when it was not measured
 * @param limits that applied
 * @param checks every number against its limit, in a fixed order
 */
public record GateResult(
        String reference,
        String referenceIdentity,
        String candidate,
        String candidateIdentity,
        Precision precision,
        String source,
        List<FrameRecord> frames,
        List<OutputError> outputs,
        CadenceLatency latency,
        Map<GateLimit, Double> limits,
        List<Check> checks) {
    /** @return whether every limit was kept */
    public boolean isPassed() {
        return checks.stream().allMatch(Check::isPassed);
    }

    /** @return the checks that fell short */
    public List<Check> failures() {
        return checks.stream().filter(check -> !check.isPassed()).toList();
    }

    /** @return one line: that it passed, or which number failed by how much */
    public String verdict() {
        List<Check> failures = failures();
        if (failures.isEmpty()) {
            return "passed " + checks.size() + " checks on " + frames.size() + " frames";
        }
        String more = failures.size() == 1 ? "" : "; " + (failures.size() - 1) + " more";
        return failures.get(0).text() + more;
    }
}
