package dev.saccade.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.saccade.pipeline.AllocationMeter;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AnglesTest {
    private static final long SEED = 20261123;
    private static final int DRAWS = 200_000;

    @Test
    void shouldAgreeWithStrictMathToTwoUnitsInTheLastPlace() {
        Random random = new Random(SEED);
        for (int i = 0; i < DRAWS; i++) {
            double scale = Math.pow(10, -8 + 14 * random.nextDouble());
            check((2 * random.nextDouble() - 1) * scale);
        }
        // Where the result is smallest or turns: multiples of pi/4 and their neighbours.
        for (int k = 0; k < DRAWS; k++) {
            double x = k * (Math.PI / 4);
            check(x);
            check(Math.nextUp(x));
            check(-Math.nextDown(x));
        }
        check(Angles.LIMIT);
        check(-Angles.LIMIT);
    }

    private static void check(double x) {
        same("sin", x, Angles.sin(x), StrictMath.sin(x), 2);
        same("cos", x, Angles.cos(x), StrictMath.cos(x), 2);
    }

    private static void same(String function, double x, double got, double wanted, int units) {
        if (!(Math.abs(got - wanted) <= units * Math.ulp(wanted))) {
            throw new AssertionError(function + "(" + x + ") = " + got + ", StrictMath " + wanted + ", seed " + SEED);
        }
    }

    @Test
    void shouldAgreeToOneUnitWhereNothingIsReduced() {
        for (double x = -0.78; x < 0.78; x += 0.0001) {
            same("sin", x, Angles.sin(x), StrictMath.sin(x), 1);
            same("cos", x, Angles.cos(x), StrictMath.cos(x), 1);
        }
    }

    @Test
    void shouldAnswerNaNWhereItCannotReduce() {
        for (double x : new double[] {
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Math.nextUp(Angles.LIMIT), -1e300
        }) {
            assertThat(Angles.sin(x)).isNaN();
            assertThat(Angles.cos(x)).isNaN();
            assertThat(Angles.wrap(x)).isNaN();
        }
    }

    @Test
    void shouldWrapToHalfATurn() {
        Random random = new Random(SEED);
        for (int i = 0; i < DRAWS; i++) {
            double x = (2 * random.nextDouble() - 1) * 1_000;
            double wrapped = Angles.wrap(x);
            assertThat(wrapped).as("%s, seed %s", x, SEED).isBetween(-Math.PI, Math.PI);
            assertThat(Angles.sin(wrapped)).as("%s, seed %s", x, SEED).isCloseTo(Angles.sin(x), within(1e-12));
            assertThat(Angles.cos(wrapped)).as("%s, seed %s", x, SEED).isCloseTo(Angles.cos(x), within(1e-12));
        }
        assertThat(Angles.wrap(0.5)).isEqualTo(0.5);
        assertThat(Angles.wrap(2 * Math.PI + 0.5)).isCloseTo(0.5, within(1e-15));
    }

    @Test
    void shouldAllocateNothing() {
        AllocationMeter meter = new AllocationMeter();
        double sum = work(20_000);
        meter.begin(0);
        sum += work(100_000);
        meter.cycle();
        assertThat(sum).isFinite();
        assertThat(meter.bytes()).isZero();
    }

    private static double work(int calls) {
        double sum = 0;
        for (int i = 0; i < calls; i++) {
            double x = (i - calls / 2) * 0.37;
            sum += Angles.sin(x) + Angles.cos(x) + Angles.wrap(x) + StrictMath.atan2(x, 3);
        }
        return sum;
    }
}
