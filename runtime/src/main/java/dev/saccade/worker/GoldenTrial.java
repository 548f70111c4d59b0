package dev.saccade.worker;

import dev.saccade.model.ModelPackage;
import dev.saccade.posix.WorkerProcess;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.util.function.BooleanSupplier;

/**
 * What a new worker goes through before it serves: it is shown the golden frame until it is warm, and must see in it
 * each time what the first worker saw. One thread.
 */
final class GoldenTrial {
    private static final long STEP_NS = 100_000_000L;

    private final ModelPackage model;
    private final GoldenFrame golden;
    private final WaitRule rule;
    private final WorkerRecord record;
    private final BooleanSupplier closing;

    /** @param closing whether to give it up */
    GoldenTrial(ModelPackage model, GoldenFrame golden, WaitRule rule, WorkerRecord record, BooleanSupplier closing) {
        this.model = model;
        this.golden = golden;
        this.rule = rule;
        this.record = record;
        this.closing = closing;
    }

    /**
     * Shows it the golden frame.
     *
     * @param firstLookNs how long the first look may take, which loads what a device needs
     * @return null when it saw what it should, or nothing was kept yet; empty: its end tells
     */
    String refusal(WorkerLink link, PerceptionShape shape, long firstLookNs, long faultsBeginNs) {
        if (!golden.isKept()) {
            return null;
        }
        try (Perception seen = shape.newPerception(model)) {
            WarmRule warm = new WarmRule(rule.hangNs(), System.nanoTime());
            long mostNs = firstLookNs;
            long beginNs;
            do {
                beginNs = System.nanoTime();
                String refusal = look(link, seen, mostNs, faultsBeginNs);
                if (refusal != null) {
                    return refusal;
                }
                mostNs = WaitRule.COLD_NS;
            } while (!warm.isWarm(System.nanoTime() - beginNs, System.nanoTime()));
            return null;
        }
    }

    private String look(WorkerLink link, Perception seen, long mostNs, long faultsBeginNs) {
        long nowNs = System.nanoTime();
        if (!link.submit(golden.frame(), BlockLayout.LOOK, mostNs, faultsBeginNs, nowNs)) {
            return "";
        }
        // In steps, so that closing does not wait for it.
        int outcome = WorkerProcess.TIME;
        while (outcome == WorkerProcess.TIME && !closing.getAsBoolean() && System.nanoTime() - nowNs < mostNs) {
            outcome = link.await(System.nanoTime() + STEP_NS);
        }
        if (outcome != WorkerProcess.ANSWERED) {
            return outcome == WorkerProcess.TIME ? "did not answer to the golden frame" : "";
        }
        if (link.answer().status() != Perceiver.OK) {
            return "failed on the golden frame: " + link.answer().error();
        }
        String impossible = link.answer().result(seen, link.submittedNs(), System.nanoTime());
        String difference = impossible == null ? golden.difference(seen) : impossible;
        if (difference == null) {
            return null;
        }
        record.refused();
        return "saw something else in the golden frame: " + difference;
    }
}
