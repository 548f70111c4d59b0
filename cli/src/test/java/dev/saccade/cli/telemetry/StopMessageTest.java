package dev.saccade.cli.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StopMessageTest {
    @Test
    void shouldTakeEverythingButNothingForAStop() {
        for (String text : new String[] {"stop", "false", "0", "{}", "go", " "}) {
            assertThat(StopMessage.isStop(bytes(text))).as(text).isTrue();
        }
        assertThat(StopMessage.isStop(new byte[] {0})).isTrue();
        assertThat(StopMessage.isStop(new byte[0])).isFalse();
    }

    @Test
    void shouldNameTheSender() {
        assertThat(StopMessage.who(bytes(" Zoë, gate 3 \n"))).isEqualTo("Zoë, gate 3");
        assertThat(StopMessage.who(bytes("\t\n"))).isEqualTo("unnamed");
        assertThat(StopMessage.who(bytes("x".repeat(100_000)))).isEqualTo("x".repeat(64));
        assertThat(StopMessage.who(bytes("a\u001b[31m\r\nb"))).doesNotContain("\u001b", "\n", "\r");
    }

    @Test
    void shouldMakeOnePrintableLineOfGarbage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            byte[] garbage = new byte[1 + random.nextInt(400)];
            random.nextBytes(garbage);
            String who = StopMessage.who(garbage);
            assertThat(who)
                    .as("seed %d, round %d", seed, i)
                    .isNotBlank()
                    .doesNotContainPattern("[\\p{Cntrl}\\u2028\\u2029]");
            assertThat(who.codePointCount(0, who.length())).isLessThanOrEqualTo(64);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
