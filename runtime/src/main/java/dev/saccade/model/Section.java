package dev.saccade.model;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A group of keys of model.yaml, read by type. Every refusal names the file, the line, the key and the value. */
final class Section {
    /** YAML's plain decimal numbers; no octal, no hexadecimal, no infinity. */
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d{1,3})?");

    private final Path file;
    private final String prefix;
    private final YamlNode.Mapping mapping;

    private Section(Path file, String prefix, YamlNode.Mapping mapping) {
        this.file = file;
        this.prefix = prefix;
        this.mapping = mapping;
    }

    static Section root(Path file, YamlNode.Mapping mapping) {
        return new Section(file, "", mapping);
    }

    Section section(String key, String example) throws PackageException {
        YamlNode value = required(key, example);
        if (value instanceof YamlNode.Mapping group) {
            YamlNode.Mapping named =
                    new YamlNode.Mapping(mapping.entries().get(key).line(), group.entries());
            return new Section(file, prefix + key + ".", named);
        }
        throw refuse(key, "expected a group of keys, found " + value.noun(), "indent its keys below '" + key + ":'");
    }

    /** The group, or an empty one when the key is absent. */
    Section optionalSection(String key) throws PackageException {
        return has(key)
                ? section(key, "")
                : new Section(file, prefix + key + ".", new YamlNode.Mapping(mapping.line(), Map.of()));
    }

    boolean has(String key) {
        return mapping.entries().containsKey(key);
    }

    Collection<String> keys() {
        return mapping.entries().keySet();
    }

    void allowOnly(Collection<String> known) throws PackageException {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw refuse(key, "unknown key", Spelling.remedy(key, known, "known"));
            }
        }
    }

    String text(String key, String example) throws PackageException {
        String text = scalar(key, required(key, example)).text();
        if (text.isBlank()) {
            throw refuse(key, "has no text", "write '" + example + "' or the like");
        }
        return text;
    }

    String textOr(String key, String otherwise) throws PackageException {
        return has(key) ? text(key, key + ": ...") : otherwise;
    }

    boolean flagOr(String key, boolean otherwise) throws PackageException {
        if (!has(key)) {
            return otherwise;
        }
        String text = text(key, key + ": true");
        if (!text.equals("true") && !text.equals("false")) {
            throw refuse(key, "neither true nor false", "write true or false");
        }
        return text.equals("true");
    }

    double numberOr(String key, double min, double max, double otherwise) throws PackageException {
        return has(key) ? number(key, scalar(key, value(key)), min, max) : otherwise;
    }

    int integer(String key, int min, int max, String example) throws PackageException {
        return integer(key, scalar(key, required(key, example)), min, max);
    }

    int integerOr(String key, int min, int max, int otherwise) throws PackageException {
        return has(key) ? integer(key, scalar(key, value(key)), min, max) : otherwise;
    }

    /** Exactly {@code count} whole numbers. */
    List<Integer> integers(String key, int count, int min, int max, String example) throws PackageException {
        YamlNode node = required(key, example);
        if (!(node instanceof YamlNode.Sequence list) || list.items().size() != count) {
            throw refuse(key, "expected a list of " + count + " whole numbers", "write '" + example + "'");
        }
        List<Integer> numbers = new ArrayList<>();
        for (YamlNode item : list.items()) {
            numbers.add(integer(key, scalar(key, item), min, max));
        }
        return List.copyOf(numbers);
    }

    /** One number for all channels, or a list with one for each. */
    List<Double> perChannel(String key, int channels, double otherwise) throws PackageException {
        List<Double> numbers = new ArrayList<>();
        YamlNode node = has(key) ? value(key) : null;
        if (node instanceof YamlNode.Sequence list) {
            if (list.items().size() != channels) {
                throw refuse(
                        key,
                        "has " + list.items().size() + " numbers, the colour has " + channels
                                + (channels == 1 ? " channel" : " channels"),
                        "give one number, or one for each channel");
            }
            for (YamlNode item : list.items()) {
                numbers.add(number(key, scalar(key, item), -1e9, 1e9));
            }
        } else {
            double one = node == null ? otherwise : number(key, scalar(key, node), -1e9, 1e9);
            for (int c = 0; c < channels; c++) {
                numbers.add(one);
            }
        }
        return List.copyOf(numbers);
    }

    <T> T choice(String key, Map<String, T> choices, String example) throws PackageException {
        String text = text(key, example);
        T chosen = choices.get(text);
        if (chosen == null) {
            throw refuse(key, "unknown value", Spelling.remedy(text, choices.keySet(), "use one of"));
        }
        return chosen;
    }

    <T> T choiceOr(String key, Map<String, T> choices, T otherwise) throws PackageException {
        return has(key) ? choice(key, choices, key + ": ...") : otherwise;
    }

    /** A refusal of a key of this section; an absent key is shown as missing, on the section's line. */
    PackageException refuse(String key, String wrong, String remedy) {
        return refuseValue(key, has(key) ? value(key).shown() : "missing", wrong, remedy);
    }

    /** A refusal of a key whose value was not written in the file but stands by default. */
    PackageException refuseValue(String key, String shown, String wrong, String remedy) {
        int line = has(key) ? mapping.entries().get(key).line() : mapping.line();
        return Refusal.at(file, line, prefix + key, shown, wrong, remedy);
    }

    private YamlNode value(String key) {
        return mapping.entries().get(key).value();
    }

    private YamlNode required(String key, String example) throws PackageException {
        if (!has(key)) {
            throw refuse(key, "this key is required", "add '" + example + "'");
        }
        return value(key);
    }

    private YamlNode.Scalar scalar(String key, YamlNode node) throws PackageException {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            throw refuse(key, "expected a single value, found " + node.noun(), "write '" + key + ": value'");
        }
        if (scalar.isNull()) {
            throw refuse(key, "has no value", "give one or delete the key");
        }
        return scalar;
    }

    private double number(String key, YamlNode.Scalar scalar, double min, double max) throws PackageException {
        if (!NUMBER.matcher(scalar.text()).matches()) {
            throw refuse(key, "not a number", "write a number from " + shown(min) + " to " + shown(max));
        }
        double number = Double.parseDouble(scalar.text());
        if (number < min || number > max) {
            throw refuse(key, "out of range", "write a number from " + shown(min) + " to " + shown(max));
        }
        return number;
    }

    private int integer(String key, YamlNode.Scalar scalar, int min, int max) throws PackageException {
        double number = number(key, scalar, min, max);
        if (number != Math.rint(number)) {
            throw refuse(key, "not a whole number", "write a whole number from " + min + " to " + max);
        }
        return (int) number;
    }

    private static String shown(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
