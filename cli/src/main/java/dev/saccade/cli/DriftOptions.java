package dev.saccade.cli;

import dev.saccade.models.drift.DriftBounds;
import picocli.CommandLine.Option;

/** How a run is compared with the record of its version (docs/drift.md). */
final class DriftOptions {
    @Option(
            names = "--no-drift",
            description = "Do not compare frames and answers with the statistics of the version's record.")
    boolean isOff;

    @Option(
            names = "--drift-psi",
            paramLabel = "NOTICE/DRIFT",
            description =
                    "Population stability index beyond chance at which these levels begin; 0.1/0.25 unless given.",
            converter = BoundsConverter.class)
    DriftBounds bounds = DriftBounds.USUAL;
}
