package dev.saccade.models.drift;

/**
 * One statistic of the latest whole window, for reports. Not a number: not judged, or not defined.
 *
 * @param psi population stability index against the record
 * @param excess what of it chance does not explain on average; the levels begin by this
 * @param limit the index must exceed this too: what chance, or the record's own windows, seldom reach
 * @param ks Kolmogorov-Smirnov statistic, for statistics whose bins have an order
 * @param ksLimit what chance exceeds at most one time in a million
 * @param level of this window
 * @param worst level of any window of the run
 */
public record StatisticState(
        double psi, double excess, double limit, double ks, double ksLimit, DriftLevel level, DriftLevel worst) {}
