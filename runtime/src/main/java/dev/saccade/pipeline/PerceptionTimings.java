package dev.saccade.pipeline;

import dev.saccade.vision.Perception;

/** Stage durations of perceptions, each from the stamps at its two ends. Recorded by the perception thread. */
public final class PerceptionTimings {
    private final Latency wait = new Latency();
    private final Latency preprocess = new Latency();
    private final Latency inference = new Latency();
    private final Latency postprocess = new Latency();
    private final Latency publish = new Latency();
    private final Latency total = new Latency();

    /** Makes empty timings. */
    public PerceptionTimings() {}

    void record(Perception p) {
        wait.record(p.leasedNs() - p.captureNs());
        preprocess.record(p.preprocessedNs() - p.leasedNs());
        inference.record(p.inferredNs() - p.preprocessedNs());
        postprocess.record(p.postprocessedNs() - p.inferredNs());
        publish.record(p.publishedNs() - p.postprocessedNs());
        total.record(p.latencyNs());
    }

    /** @return capture to lease */
    public Latency waiting() {
        return wait;
    }

    /** @return lease to input tensor */
    public Latency preprocess() {
        return preprocess;
    }

    /** @return input tensor to engine's return */
    public Latency inference() {
        return inference;
    }

    /** @return engine's return to decoded result */
    public Latency postprocess() {
        return postprocess;
    }

    /** @return decoded result to hand-over */
    public Latency publish() {
        return publish;
    }

    /** @return capture to hand-over */
    public Latency total() {
        return total;
    }
}
