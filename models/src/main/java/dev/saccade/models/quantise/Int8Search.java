package dev.saccade.models.quantise;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.Engines;
import dev.saccade.frame.SourceException;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.gate.FrameStore;
import dev.saccade.models.gate.FrameSupply;
import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.GateTrial;
import dev.saccade.models.gate.SpotCheck;
import dev.saccade.models.gate.Subject;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.precision.QuantLayer;
import dev.saccade.models.precision.QuantNetwork;
import dev.saccade.models.precision.ValueRange;
import dev.saccade.time.MonotonicClock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the layers that may be INT8: tries each alone to see what it costs, then all together before the gate, and leaves
 * the costliest ones FP32, first one, then twice as many each time, until the gate lets it pass; then it takes back as
 * many as it can by halving. One thread.
 */
final class Int8Search {
    private final NetworkFiles files;
    private final QuantNetwork network;
    private final Map<String, ValueRange> ranges;
    private final EngineOptions options;
    private final Int8Progress progress;
    private final MonotonicClock clock;
    private final List<Int8Report.Attempt> attempts = new ArrayList<>();

    Int8Search(
            NetworkFiles files,
            QuantNetwork network,
            Map<String, ValueRange> ranges,
            EngineOptions options,
            Int8Progress progress,
            MonotonicClock clock) {
        this.files = files;
        this.network = network;
        this.ranges = ranges;
        this.options = options;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * A choice of layers.
     *
     * @param quantised these are INT8
     * @param bytes the network
     * @param gate what it said
     */
    record Choice(Set<QuantLayer> quantised, byte[] bytes, GateResult gate) {}

    List<Int8Report.Attempt> attempts() {
        return attempts;
    }

    /** What each layer costs alone. */
    Map<QuantLayer, SpotCheck.Distance> sensitivities(List<QuantLayer> layers, Subject reference, FrameSupply supply)
            throws SourceException, ModelsException, EngineException, PackageException {
        Map<QuantLayer, SpotCheck.Distance> found = new LinkedHashMap<>();
        try (SpotCheck check = new SpotCheck(reference, supply, clock)) {
            for (QuantLayer layer : layers) {
                ModelPackage one = files.with(network.write(Set.of(layer), ranges));
                try (Subject candidate = Subject.over(one, Engines.load(one, Backend.CPU, options.asWritten()))) {
                    found.put(layer, check.of(candidate));
                } finally {
                    files.drop(one);
                }
                progress.at("trying each layer", found.size(), layers.size());
            }
        }
        return found;
    }

    /** Layers, the costliest first; what costs alike stays in the network's order. */
    static List<QuantLayer> costliestFirst(Map<QuantLayer, SpotCheck.Distance> sensitivities) {
        return sensitivities.entrySet().stream()
                .sorted(Comparator.comparingDouble((Map.Entry<QuantLayer, SpotCheck.Distance> e) ->
                                e.getValue().noise())
                        .reversed())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * Searches.
     *
     * @param layers that may be INT8
     * @param order the costliest first; empty when nothing is known of them
     * @return the choice that passed with the fewest layers restored; the last one when none passed
     */
    Choice find(List<QuantLayer> layers, List<QuantLayer> order, FrameStore store, List<FrameStore.Stored> heldOut)
            throws SourceException, ModelsException, EngineException, PackageException {
        Choice choice = judge(layers, order, 0, store, heldOut);
        int failed = 0;
        int passed = 0;
        // The last layer is never restored: what is left then is the FP32 network.
        while (!choice.gate().isPassed() && failed < order.size() - 1) {
            passed = Math.min(order.size() - 1, Math.max(1, 2 * failed));
            choice = judge(layers, order, passed, store, heldOut);
            failed = choice.gate().isPassed() ? failed : passed;
        }
        while (choice.gate().isPassed() && passed - failed > 1) {
            int middle = (passed + failed) / 2;
            Choice fewer = judge(layers, order, middle, store, heldOut);
            if (fewer.gate().isPassed()) {
                passed = middle;
                choice = fewer;
            } else {
                failed = middle;
            }
        }
        return choice;
    }

    private Choice judge(
            List<QuantLayer> layers,
            List<QuantLayer> order,
            int restored,
            FrameStore store,
            List<FrameStore.Stored> heldOut)
            throws SourceException, ModelsException, EngineException, PackageException {
        Set<QuantLayer> quantised = new LinkedHashSet<>(layers);
        quantised.removeAll(Set.copyOf(order.subList(0, restored)));
        byte[] bytes = network.write(quantised, ranges);
        ModelPackage candidate = files.with(bytes);
        try (Subject reference = Subject.reference(files.model(), options);
                Subject judged = Subject.candidate(candidate, Backend.CPU, options);
                FrameSupply supply = store.supply(heldOut, clock);
                GateTrial trial = new GateTrial(reference, judged, Precision.INT8, clock)) {
            String stage = "gate, " + restored + " restored";
            trial.compare(supply, done -> progress.at(stage, done, heldOut.size()));
            GateResult result = trial.judge(store.uri());
            attempts.add(new Int8Report.Attempt(restored, result.isPassed(), result.verdict()));
            return new Choice(quantised, bytes, result);
        } finally {
            files.drop(candidate);
        }
    }
}
