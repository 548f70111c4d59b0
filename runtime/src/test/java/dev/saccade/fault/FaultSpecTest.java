package dev.saccade.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FaultSpecTest {
    @Test
    void shouldReadKindStartAndDuration() {
        assertThat(FaultSpec.parse("engine-hang@4s:300ms"))
                .isEqualTo(new FaultSpec(FaultKind.ENGINE_HANG, 0, 4_000_000_000L, 300_000_000L));
        assertThat(FaultSpec.parse("camera-freeze@1.5s:2min"))
                .isEqualTo(new FaultSpec(FaultKind.CAMERA_FREEZE, 0, 1_500_000_000L, 120_000_000_000L));
    }

    @Test
    void shouldReadAFaultThatStrikesOnce() {
        FaultSpec kill = FaultSpec.parse("worker-kill@2s");

        assertThat(kill).isEqualTo(new FaultSpec(FaultKind.WORKER_KILL, 0, 2_000_000_000L, 0));
        assertThat(FaultSpec.parse(kill.toString())).isEqualTo(kill);
    }

    @Test
    void shouldReadTheValueOfKindsThatTakeOne() {
        assertThat(FaultSpec.parse("frame-loss=5%@0s:60s").value()).isEqualTo(0.05);
        assertThat(FaultSpec.parse("latency=50ms@0ms:1s").value()).isEqualTo(50e6);
    }

    @ParameterizedTest
    @EnumSource(FaultKind.class)
    void shouldReadEveryKindByTheWordsThatARefusalLists(FaultKind kind) {
        String word = FaultKind.words().get(kind.code());

        assertThat(FaultSpec.parse(word + "@1s:1s").kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "engine-hagn@4s:300ms | did you mean engine-hang",
                "toaster@4s:300ms | unknown kind 'toaster'",
                "engine-hang | not KIND@START:DURATION",
                "engine-hang@4s | not KIND@START:DURATION",
                "engine-hang@4:300ms | start '4' is not a time",
                "engine-hang@-4s:300ms | start '-4s' is not a time",
                "engine-hang@4s:0ms | duration is 0",
                "engine-hang@4s:99999999999999s | is not a time",
                "engine-hang=3@4s:1s | engine-hang takes no value",
                "frame-loss@4s:1s | needs a share from 0% to 100%",
                "frame-loss=101%@4s:1s | needs a share from 0% to 100%",
                "latency@4s:1s | latency '' is not a time"
            })
    void shouldRefuseInOneLineWithTheKnownKinds(String text, String why) {
        assertThatThrownBy(() -> FaultSpec.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(text, why, "camera-freeze", "frame-loss=5%", "latency=50ms")
                .message()
                .hasLineCount(1);
    }
}
