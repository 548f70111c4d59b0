package dev.saccade.bench;

import dev.saccade.cli.sim.Flight;
import dev.saccade.cli.sim.FlightPlan;
import dev.saccade.cli.sim.FlightResult;
import dev.saccade.control.mode.Mode;
import dev.saccade.fault.FaultSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelStore;
import dev.saccade.models.PullProgress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * How often the simulated drone lands, and how far off: {@code Landings [SEEDS [FIRST]]}, without faults and with each
 * of some.
 */
final class Landings {
    private static final List<List<String>> CASES = List.of(
            List.of(),
            List.of("frame-loss=5%@0s:10min"),
            List.of("engine-hang@4s:300ms"),
            List.of("camera-freeze@4s:1s"),
            List.of("engine-error@4s:500ms"),
            List.of("frame-loss=5%@0s:10min", "engine-hang@3s:300ms", "camera-freeze@5s:1s", "engine-error@8s:500ms"),
            List.of("output-blank@0s:10min"),
            List.of("camera-freeze@0s:10min"));

    private Landings() {}

    public static void main(String[] args) throws Exception {
        Locale.setDefault(Locale.ROOT);
        int seeds = args.length > 0 ? Integer.parseInt(args[0]) : 50;
        long first = args.length > 1 ? Long.parseLong(args[1]) : 1;
        ModelPackage model = ModelPackages.read(ModelStore.open().resolveModel("landing-pad", PullProgress.SILENT));
        System.out.println("faults; landed; ended SAFE in the air; else; touchdown error p50, max m; time p50 s");
        for (List<String> faults : CASES) {
            List<FaultSpec> specs = faults.stream().map(FaultSpec::parse).toList();
            Tally tally = new Tally();
            for (long seed = first; seed < first + seeds; seed++) {
                tally.add(new Flight(FlightPlan.of(seed), specs).fly(model));
            }
            System.out.println((faults.isEmpty() ? "none" : String.join(" ", faults)) + "; " + tally);
        }
    }

    private static final class Tally {
        private final List<Double> off = new ArrayList<>();
        private final List<Double> seconds = new ArrayList<>();
        private final List<Long> missed = new ArrayList<>();
        private int flown;
        private int safe;

        void add(FlightResult result) {
            flown++;
            if (result.isLanded()) {
                off.add(result.off());
                seconds.add(result.seconds());
            } else if (result.lastMode() == Mode.SAFE && result.speed() == 0) {
                safe++;
            } else {
                missed.add(result.plan().seed());
            }
        }

        @Override
        public String toString() {
            Collections.sort(off);
            Collections.sort(seconds);
            String errors = off.isEmpty()
                    ? "-"
                    : String.format(
                            "%.3f, %.3f; %.1f",
                            off.get(off.size() / 2), off.get(off.size() - 1), seconds.get(seconds.size() / 2));
            return off.size() + "/" + flown + "; " + safe + "; "
                    + (missed.isEmpty() ? "0" : missed.size() + " (seeds " + missed + ")") + "; " + errors;
        }
    }
}
