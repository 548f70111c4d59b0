package dev.saccade.internal.tensorrt;

/**
 * What an engine's latest run handed to the device, by the driver's own handles: for a benchmark that submits the same
 * from C++. Valid until the engine is closed; the thread that runs the engine.
 */
public interface Submission {
    /** @return the CUstream */
    long stream();

    /** @return the CUgraphExec; 0 when the run needed no graph */
    long graph();

    /** @return the CUevent that the host waits for */
    long event();

    /** @return copies to the device ahead of the graph, as triples of host address, device address and bytes */
    long[] uploads();

    /** @return when everything had been submitted and the wait began, monotonic ns */
    long submittedNs();

    /** @return when the wait ended, monotonic ns */
    long firedNs();
}
