package dev.saccade.models.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShownTest {
    @Test
    void shouldWriteOutWhatCommandsATerminal() {
        assertThat(Shown.line("a\u001b[31mb\r\n\u009bc\u202ed\ud800e"))
                .isEqualTo("a\\u001b[31mb\\u000d\\u000a\\u009bc\\u202ed\\ud800e");
        assertThat(Shown.line("größe/层")).isEqualTo("größe/层");
    }

    @Test
    void shouldCutLongNamesInTheMiddle() {
        String shown = Shown.line("a".repeat(1_000_000) + "end");
        assertThat(shown).hasSizeLessThan(200).startsWith("aaa").endsWith("end");
    }

    @Test
    void shouldScaleSizes() {
        assertThat(Shown.bytes(1023L)).isEqualTo("1023 B");
        assertThat(Shown.bytes(1536L)).isEqualTo("1.50 KiB");
        assertThat(Shown.bytes(null)).isEqualTo("-");
        assertThat(Shown.count(1_300_000_000L)).isEqualTo("1.30 G");
        assertThat(Shown.count(999L)).isEqualTo("999");
    }
}
