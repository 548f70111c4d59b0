package dev.saccade.cli.telemetry;

/**
 * What telemetry did; each number is exact once it is closed.
 *
 * @param connections times a broker took us in
 * @param published messages that left, as far as their quality of service tells
 * @param dropped states and events that found no room: the broker was slow, away or unwilling
 * @param stops messages on the stop topic that stopped the vehicle
 * @param stopArmed whether the broker is delivering the stop topic now
 * @param error what went wrong last, one line; empty when nothing did
 */
public record TelemetryCounts(
        long connections, long published, long dropped, long stops, boolean stopArmed, String error) {}
