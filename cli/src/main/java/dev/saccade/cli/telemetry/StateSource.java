package dev.saccade.cli.telemetry;

import java.io.IOException;
import java.time.Instant;

/** What the state topic tells. Telemetry thread. */
public interface StateSource {
    /** A number that changes whenever something did that is worth telling before its turn. */
    long key();

    /**
     * The message.
     *
     * @param nowNs this moment, monotonic
     * @param now this moment on the wall clock
     * @param counts of the telemetry itself
     * @return JSON, UTF-8
     * @throws IOException never in practice: it is written to memory
     */
    byte[] json(long nowNs, Instant now, TelemetryCounts counts) throws IOException;
}
