package dev.saccade.bench.gpu;

import dev.saccade.internal.tensorrt.Submission;
import org.bytedeco.javacpp.LongPointer;

/** The engine's own graph, stream and buffers under a loop in C++: the same work on the device, other code on the host. */
final class GraphPeer {
    private final Submission submission;
    private final Series series;
    private boolean isOpen;

    private GraphPeer(Submission submission, int most) {
        this.submission = submission;
        series = new Series(most);
    }

    /** @param submission null where there is nothing to launch */
    static GraphPeer of(Submission submission, int most) {
        return new GraphPeer(submission, most);
    }

    boolean isThere() {
        return submission != null;
    }

    Series series() {
        return series;
    }

    void run(int frames) {
        if (!isThere()) {
            return;
        }
        if (!isOpen) {
            GpuDriver.check(GpuDriver.open(0));
            isOpen = true;
        }
        long[] uploads = submission.uploads();
        try (LongPointer ns = new LongPointer(frames)) {
            GpuDriver.check(GpuDriver.graphLoop(
                    submission.stream(),
                    submission.graph(),
                    submission.event(),
                    uploads,
                    uploads.length / 3,
                    frames,
                    ns.address()));
            for (int i = 0; i < frames; i++) {
                series.add(ns.get(i));
            }
        }
    }
}
