package dev.saccade.cli.telemetry;

/** What a remote stop does to the vehicle. Called from any thread, any number of times; returns at once. */
@FunctionalInterface
public interface RemoteStop {
    /**
     * Makes the vehicle safe. There is no counterpart: nothing that comes from a broker can start motion.
     *
     * @param who stopped it, one printable line
     */
    void stop(String who);
}
