package dev.saccade.models.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Rounding to halves against the halves themselves: every one of them, and the points halfway between neighbours. */
class HalfFloatTest {
    private static final int LARGEST = 0x7bff;

    @Test
    void shouldKeepEveryHalf() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = HalfFloat.toFloat((short) bits);
            short back = HalfFloat.ofFloat(value);
            if (Float.isNaN(value)) {
                assertThat(HalfFloat.toFloat(back)).isNaN();
                assertThat(back & 0x8000).isEqualTo(bits & 0x8000);
            } else {
                assertThat(back).as("%04x", bits).isEqualTo((short) bits);
            }
        }
    }

    @Test
    void shouldRoundToTheNearestAndTiesToEven() {
        for (int bits = 0; bits < LARGEST; bits++) {
            float low = HalfFloat.toFloat((short) bits);
            float high = HalfFloat.toFloat((short) (bits + 1));
            float middle = (low + high) / 2;
            short even = (short) (bits % 2 == 0 ? bits : bits + 1);
            assertThat(HalfFloat.ofFloat(middle)).as("%04x", bits).isEqualTo(even);
            assertThat(HalfFloat.ofFloat(Math.nextDown(middle))).isEqualTo((short) bits);
            assertThat(HalfFloat.ofFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
            assertThat(HalfFloat.ofFloat(-Math.nextUp(middle))).isEqualTo((short) (bits + 1 | 0x8000));
        }
    }

    @Test
    void shouldOverflowFromHalfwayBeyondTheLargest() {
        assertThat(HalfFloat.toFloat(HalfFloat.ofFloat(Math.nextDown(65520f)))).isEqualTo(65504f);
        assertThat(HalfFloat.toFloat(HalfFloat.ofFloat(65520f))).isEqualTo(Float.POSITIVE_INFINITY);
        assertThat(HalfFloat.toFloat(HalfFloat.ofFloat(-Float.MAX_VALUE))).isEqualTo(Float.NEGATIVE_INFINITY);
        assertThat(HalfFloat.ofFloat(Float.MIN_VALUE)).isZero();
        assertThat(HalfFloat.ofFloat(-0f)).isEqualTo((short) 0x8000);
    }
}
