package dev.saccade.models.drift;

/**
 * How a run's frames compare with the record, at one moment.
 *
 * @param frames that were looked at
 * @param windows that were judged
 * @param level the worst of the statistics in the latest window
 * @param input mean luma of the frames
 * @param output best score, or coverage
 * @param labels which labels were given
 */
public record DriftState(
        long frames,
        long windows,
        DriftLevel level,
        StatisticState input,
        StatisticState output,
        StatisticState labels) {}
