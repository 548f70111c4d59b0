package dev.saccade.model;

import java.util.List;
import java.util.Map;

/** A value of a YAML file and the line, from 1, on which it stands. Plain data: no tags, anchors or aliases. */
sealed interface YamlNode {
    /** Line from 1. */
    int line();

    /** The value as a message shows it. */
    String shown();

    /** What the value is, for a message. */
    String noun();

    /** Text, a number or a flag; {@code plain} when it was written without quotes. */
    record Scalar(int line, String text, boolean plain) implements YamlNode {
        /** Whether the key was left without a value. */
        boolean isNull() {
            return plain && (text.isEmpty() || text.equals("~") || text.equals("null"));
        }

        @Override
        public String shown() {
            return isNull() ? "(nothing)" : text;
        }

        @Override
        public String noun() {
            return "a single value";
        }
    }

    /** Values in order. */
    record Sequence(int line, List<YamlNode> items) implements YamlNode {
        @Override
        public String shown() {
            return items.stream().map(YamlNode::shown).collect(java.util.stream.Collectors.joining(", ", "[", "]"));
        }

        @Override
        public String noun() {
            return "a list";
        }
    }

    /** Values by key, in file order. */
    record Mapping(int line, Map<String, Entry> entries) implements YamlNode {
        @Override
        public String shown() {
            return "{" + String.join(", ", entries.keySet()) + "}";
        }

        @Override
        public String noun() {
            return "a group of keys";
        }
    }

    /** A key's line and its value. */
    record Entry(int line, YamlNode value) {}
}
