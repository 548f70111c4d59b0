package dev.saccade.models.proposal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The keys of model.yaml as they are filled in. What the user gave wins over whatever else is known. */
final class Keys {
    static final String GIVEN = "as given";

    private final Map<String, String> given;
    private final Map<String, Choice> choices = new LinkedHashMap<>();
    private final List<Question> questions = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Keys(Map<String, String> given) {
        this.given = given;
    }

    boolean isGiven(String key) {
        return given.containsKey(key);
    }

    void know(String key, String value, String reason) {
        put(key, value, reason, true);
    }

    void assume(String key, String value, String reason) {
        put(key, value, reason, false);
    }

    private void put(String key, String value, String reason, boolean isSure) {
        String own = given.get(key);
        choices.put(key, own == null ? new Choice(value, reason, isSure) : new Choice(own, GIVEN, true));
    }

    /** Takes what the user gave; asks where there is nothing. Returns null then. */
    String take(String key, String question) {
        String own = given.get(key);
        if (own == null) {
            questions.add(new Question(key, question));
            return null;
        }
        choices.put(key, new Choice(own, GIVEN, true));
        return own;
    }

    void ask(String key, String question) {
        questions.add(new Question(key, question));
    }

    void warn(String warning) {
        warnings.add(warning);
    }

    /** Adds the given keys that nothing else asked for. */
    void takeRest() {
        given.forEach((key, value) -> choices.putIfAbsent(key, new Choice(value, GIVEN, true)));
    }

    /** The value of a key; null when it is not filled in. */
    String value(String key) {
        Choice choice = choices.get(key);
        return choice == null ? null : choice.value();
    }

    Map<String, Choice> choices() {
        return choices;
    }

    List<Question> questions() {
        return questions;
    }

    List<String> warnings() {
        return warnings;
    }
}
