package dev.saccade.cli.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.mode.Mode;
import dev.saccade.fault.FaultKind;
import dev.saccade.fault.FaultSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.models.ModelStore;
import dev.saccade.models.PullProgress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole flights, closed loop, with the network that ships. Each seed's undisturbed flight is flown once. */
class FlightTest {
    private static final long SEED = 1;
    /** Of the speed, from tick to tick: nearly all of what the slew limit of 4 m/s2 allows in 20 ms. */
    private static final double LEAST_CHANGE = 0.079;

    private static final Map<Long, FlightResult> FLOWN = new HashMap<>();

    private static ModelPackage model;

    @BeforeAll
    static void read() throws Exception {
        model = ModelPackages.read(ModelStore.open().resolveModel("landing-pad", PullProgress.SILENT));
    }

    private static FlightResult fly(FlightPlan plan, String... faults) throws Exception {
        return new Flight(plan, Stream.of(faults).map(FaultSpec::parse).toList()).fly(model);
    }

    private static FlightResult undisturbed(long seed) throws Exception {
        FlightResult flown = FLOWN.get(seed);
        if (flown == null) {
            flown = fly(FlightPlan.of(seed));
            FLOWN.put(seed, flown);
        }
        return flown;
    }

    /** Ticks at which a perception too old would have steered. */
    private static long stale(List<FlightTick> ticks, long maxAgeNs) {
        return ticks.stream()
                .filter(t -> t.mode() == Mode.NOMINAL && (t.ageNs() < 0 || t.ageNs() > maxAgeNs))
                .count();
    }

    private static void assertNeverSteeredByAStaleFrame(FlightResult result) {
        List<FlightTick> ticks = result.log().ticks();
        assertThat(ticks).anyMatch(t -> t.mode() == Mode.NOMINAL);
        assertThat(stale(ticks, Flight.MAX_AGE.toNanos())).isZero();
        // The check can fail: half the age is exceeded.
        assertThat(stale(ticks, Flight.MAX_AGE.toNanos() / 3)).isPositive();
        assertThat(ticks).allMatch(t -> t.mode() != Mode.SAFE || t.command() == null);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void shouldLandOnThePad(long seed) throws Exception {
        FlightResult result = undisturbed(seed);

        assertThat(result.isLanded())
                .as("seed %d: %s, %.2f m off, %s", seed, result.ending(), result.off(), result.history())
                .isTrue();
        assertThat(result.history().toString()).contains("DESCEND", "FINAL");
        assertNeverSteeredByAStaleFrame(result);
    }

    @Test
    void shouldRepeatItselfToTheByteAndChangeWithOneGain() throws Exception {
        String log = undisturbed(SEED).log().toJsonLines();
        Gains tuned = Gains.TUNED;
        Gains other = new Gains(
                tuned.approach() + 0.01,
                tuned.topSpeed(),
                tuned.turn(),
                tuned.descent(),
                tuned.topDescent(),
                tuned.finalDescent());

        assertThat(fly(FlightPlan.of(SEED)).log().toJsonLines()).isEqualTo(log);
        assertThat(fly(FlightPlan.of(SEED).withGains(other)).log().toJsonLines())
                .isNotEqualTo(log);
    }

    @Test
    void shouldTouchDownWhereThePadIsMovedTo() throws Exception {
        FlightResult before = undisturbed(SEED);
        FlightResult moved = fly(FlightPlan.of(SEED).withPadMoved(-1.5, 1));

        assertThat(moved.isLanded()).as(moved.history().toString()).isTrue();
        assertThat(moved.x() - before.x()).isBetween(-1.5 - 0.4, -1.5 + 0.4);
        assertThat(moved.y() - before.y()).isBetween(1 - 0.4, 1 + 0.4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"output-blank@0s:10min", "camera-freeze@0s:10min"})
    void shouldNotLandOnWhatItCannotSee(String fault) throws Exception {
        FlightResult result = fly(FlightPlan.of(SEED), fault);

        assertThat(result.isLanded()).isFalse();
        assertThat(result.ending()).isNotEqualTo(Ending.DOWN);
        assertThat(result.lastMode()).isEqualTo(Mode.SAFE);
        double lowest = result.log().ticks().stream()
                .mapToDouble(t -> t.truth()[2])
                .min()
                .orElseThrow();
        assertThat(lowest).isGreaterThan(result.plan().startZ() - 1);
    }

    @Test
    void shouldLandThroughFaultsAndHoldOrClimbWhileBlind() throws Exception {
        FlightResult result = fly(
                FlightPlan.of(SEED),
                "engine-hang@3s:300ms",
                "camera-freeze@5s:1s",
                "engine-error@8s:300ms",
                "frame-loss=5%@0s:60s");

        assertThat(result.injected())
                .containsKeys(
                        FaultKind.ENGINE_HANG, FaultKind.CAMERA_FREEZE, FaultKind.ENGINE_ERROR, FaultKind.FRAME_LOSS);
        assertThat(result.isLanded() || result.lastMode() == Mode.SAFE)
                .as(result.history().toString())
                .isTrue();
        assertThat(result.log().ticks()).anyMatch(t -> t.mode() == Mode.DEGRADED);
        assertNeverSteeredByAStaleFrame(result);
        assertHoldsOrClimbsWhileBlind(result.log().ticks());
    }

    /** As fast as the slew limits let it: slower sideways and down at every tick, until it hovers or climbs. */
    private static void assertHoldsOrClimbsWhileBlind(List<FlightTick> ticks) {
        double[] before = null;
        int checked = 0;
        for (FlightTick tick : ticks) {
            boolean isBlind = tick.mode() == Mode.DEGRADED || tick.phase() == Phase.BLIND;
            double[] now = isBlind ? tick.command() : null;
            if (now != null && before != null) {
                assertThat(Math.abs(now[0])).isLessThanOrEqualTo(Math.abs(before[0]));
                assertThat(Math.abs(now[1])).isLessThanOrEqualTo(Math.abs(before[1]));
                assertThat(now[2])
                        .as("up at %s s", tick.seconds())
                        .isGreaterThanOrEqualTo(Math.min(0, before[2] + LEAST_CHANGE));
                checked++;
            }
            before = now;
        }
        assertThat(checked).isPositive();
    }

    @Test
    void shouldEndSafeWhenTheCameraStaysAway() throws Exception {
        FlightResult result = fly(FlightPlan.of(SEED), "camera-lost@2s:10min");

        assertThat(result.isLanded()).isFalse();
        assertThat(result.ending()).isEqualTo(Ending.HANDED_OVER);
        assertThat(result.lastMode()).isEqualTo(Mode.SAFE);
        assertNeverSteeredByAStaleFrame(result);
    }
}
