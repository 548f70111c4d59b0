package dev.saccade.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Float16Test {
    @ParameterizedTest
    @CsvSource({
        "0000, 0.0",
        "8000, -0.0",
        "3c00, 1.0",
        "c000, -2.0",
        "3555, 0.333251953125",
        "7bff, 65504.0",
        "0001, 5.960464477539063E-8",
        "83ff, -6.097555160522461E-5",
        "0400, 6.103515625E-5",
        "7c00, Infinity",
        "fc00, -Infinity",
        "7e01, NaN"
    })
    void shouldWiden(String bits, float value) {
        assertThat(Float16.toFloat((short) Integer.parseInt(bits, 16))).isEqualTo(Float.valueOf(value));
    }
}
