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
 * the costliest ones out, first one, then twice as many each time, until the gate lets it pass; then it takes back as many
 * as it can by halving. What is found so is judged once, on frames that it has not seen. Where that fails and there is
 * another last set, the first one's frames choose as well from there on, and more layers are left out. One thread.
 */
final class Int8Search {
    private final NetworkFiles files;
    private final Int8Networks networks;
    private final FrameStore store;
    private final EngineOptions options;
    private final Int8Progress progress;
    private final MonotonicClock clock;
    private final List<Int8Report.Attempt> attempts = new ArrayList<>();
    private List<FrameStore.Stored> selection = List.of();

    Int8Search(
            NetworkFiles files,
            Int8Networks networks,
            FrameStore store,
            EngineOptions options,
            Int8Progress progress,
            MonotonicClock clock) {
        this.files = files;
        this.networks = networks;
        this.store = store;
        this.options = options;
        this.progress = progress;
        this.clock = clock;
    }

    /**
     * A choice of layers.
     *
     * @param quantised these are INT8
     * @param restored how many of the costliest are not
     * @param bytes the network
     * @param gate what it said
     */
    record Choice(Set<QuantLayer> quantised, int restored, byte[] bytes, GateResult gate) {}

    List<Int8Report.Attempt> attempts() {
        return attempts;
    }

    /** The frames that the choice was made on. */
    List<FrameStore.Stored> selection() {
        return selection;
    }

    /** What each layer costs alone. */
    Map<QuantLayer, SpotCheck.Distance> sensitivities(List<QuantLayer> layers, SpotCheck check)
            throws ModelsException, EngineException, PackageException {
        Map<QuantLayer, SpotCheck.Distance> found = new LinkedHashMap<>();
        for (QuantLayer layer : layers) {
            ModelPackage one = files.with(networks.alone(layer));
            try (Subject candidate = Subject.over(one, Engines.load(one, Backend.CPU, options.asWritten()))) {
                found.put(layer, check.of(candidate));
            } finally {
                files.drop(one);
            }
            progress.at("trying each layer", found.size(), layers.size());
        }
        return found;
    }

    /** Layers, the costliest first; what costs alike stays in the network's order. */
    static List<QuantLayer> costliestFirst(Map<QuantLayer, SpotCheck.Distance> costs) {
        return costs.keySet().stream()
                .sorted(Comparator.comparingDouble(
                        (QuantLayer layer) -> -costs.get(layer).noise()))
                .toList();
    }

    /**
     * Searches.
     *
     * @param layers that may become INT8
     * @param order the costliest first; empty when nothing is known, and then nothing is left out
     * @param split its selection chooses, its last sets judge
     * @return the choice that passed the last set, or the one that failed for good
     */
    Choice find(List<QuantLayer> layers, List<QuantLayer> order, FrameSplit split)
            throws SourceException, ModelsException, EngineException, PackageException {
        selection = split.selection();
        int least = 0;
        for (int round = 0; ; round++) {
            Choice choice = choose(layers, order, least);
            if (!choice.gate().isPassed()) {
                return choice;
            }
            List<FrameStore.Stored> last = split.finals().get(round);
            Choice judged = judge(layers, order, choice.restored(), last, Int8Report.Stage.FINAL);
            boolean isEnd = round == split.finals().size() - 1 || choice.restored() >= order.size() - 1;
            if (judged.gate().isPassed() || isEnd) {
                return judged;
            }
            List<FrameStore.Stored> more = new ArrayList<>(selection);
            more.addAll(last);
            selection = List.copyOf(more);
            least = choice.restored() + 1;
        }
    }

    /** The fewest layers to leave out, from {@code least}, with which the selection passes. */
    private Choice choose(List<QuantLayer> layers, List<QuantLayer> order, int least)
            throws SourceException, ModelsException, EngineException, PackageException {
        int failed = least - 1;
        int passed = least;
        Choice choice = select(layers, order, passed);
        // The last layer is never restored: what is left then is the FP32 network.
        while (!choice.gate().isPassed() && passed < order.size() - 1) {
            failed = passed;
            passed = Math.min(order.size() - 1, Math.max(1, 2 * failed));
            choice = select(layers, order, passed);
        }
        while (choice.gate().isPassed() && passed - failed > 1) {
            int middle = (passed + failed) / 2;
            Choice fewer = select(layers, order, middle);
            if (fewer.gate().isPassed()) {
                passed = middle;
                choice = fewer;
            } else {
                failed = middle;
            }
        }
        return choice;
    }

    private Choice select(List<QuantLayer> layers, List<QuantLayer> order, int restored)
            throws SourceException, ModelsException, EngineException, PackageException {
        return judge(layers, order, restored, selection, Int8Report.Stage.SELECTION);
    }

    private Choice judge(
            List<QuantLayer> layers,
            List<QuantLayer> order,
            int restored,
            List<FrameStore.Stored> frames,
            Int8Report.Stage stage)
            throws SourceException, ModelsException, EngineException, PackageException {
        Set<QuantLayer> quantised = new LinkedHashSet<>(layers);
        quantised.removeAll(Set.copyOf(order.subList(0, restored)));
        byte[] bytes = networks.of(quantised);
        ModelPackage candidate = files.with(bytes);
        try (Subject reference = Subject.reference(files.model(), options);
                Subject judged = Subject.candidate(candidate, Backend.CPU, options);
                FrameSupply supply = store.supply(frames, clock);
                GateTrial trial = new GateTrial(reference, judged, Precision.INT8, clock)) {
            String step = (stage == Int8Report.Stage.FINAL ? "final gate, " : "gate, ") + restored + " restored";
            trial.compare(supply, done -> progress.at(step, done, frames.size()));
            GateResult result = trial.judge(store.uri());
            attempts.add(new Int8Report.Attempt(stage, restored, frames.size(), result.isPassed(), result.verdict()));
            return new Choice(quantised, restored, bytes, result);
        } finally {
            files.drop(candidate);
        }
    }
}
