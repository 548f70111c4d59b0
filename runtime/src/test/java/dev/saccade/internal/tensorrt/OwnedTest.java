package dev.saccade.internal.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;

class OwnedTest {
    private final List<String> ended = new ArrayList<>();

    @Test
    void shouldEndInReverseOrderAndOnce() {
        Owned owned = new Owned();
        owned.end(() -> ended.add("runtime"));
        owned.end(() -> ended.add("engine"));
        owned.end(() -> ended.add("context"));
        owned.close();
        owned.close();
        assertThat(ended).containsExactly("context", "engine", "runtime");
    }

    @Test
    void shouldEndTheRestWhenOneFails() {
        Owned owned = new Owned();
        owned.end(() -> ended.add("runtime"));
        owned.end(() -> {
            throw new IllegalStateException("engine");
        });
        owned.end(() -> {
            throw new IllegalStateException("context");
        });
        assertThatThrownBy(owned::close).hasMessage("context").satisfies(e -> assertThat(e.getSuppressed())
                .singleElement()
                .satisfies(s -> assertThat(s).hasMessage("engine")));
        assertThat(ended).containsExactly("runtime");
    }

    @Test
    void shouldTakeNothingOverFromAFactoryThatRefused() {
        try (Owned owned = new Owned()) {
            assertThat(owned.object((Pointer) null)).isNull();
            assertThat(owned.object(new Pointer()).isNull()).isTrue();
        }
    }

    @Test
    void shouldFreeMemory() {
        BytePointer memory = new BytePointer(8);
        try (Owned owned = new Owned()) {
            assertThat(owned.memory(memory)).isSameAs(memory);
        }
        assertThat(memory.isNull()).isTrue();
    }

    @Test
    void shouldKnowWhereTheParserOfEachLineEnds() {
        assertThat(Owned.parserSlot(10)).isEqualTo(9);
        assertThat(Owned.parserSlot(11)).isEqualTo(7);
    }
}
