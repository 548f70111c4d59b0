package dev.saccade.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpellingTest {
    @Test
    void shouldCountEditsAndExchanges() {
        assertThat(Spelling.distance("colour", "colour")).isZero();
        assertThat(Spelling.distance("color", "colour")).isEqualTo(1);
        assertThat(Spelling.distance("modle", "model")).isEqualTo(1);
        assertThat(Spelling.distance("", "abc")).isEqualTo(3);
        assertThat(Spelling.distance("abc", "xyz")).isEqualTo(3);
    }

    @Test
    void shouldSuggestOnlyWhatIsNear() {
        List<String> known = List.of("letterbox", "crop");

        assertThat(Spelling.remedy("Letter_box", known, "known"))
                .isEqualTo("did you mean 'letterbox'? known: letterbox, crop");
        assertThat(Spelling.remedy("corp", known, "known")).isEqualTo("did you mean 'crop'? known: letterbox, crop");
        assertThat(Spelling.remedy("tile", known, "known")).isEqualTo("known: letterbox, crop");
    }
}
