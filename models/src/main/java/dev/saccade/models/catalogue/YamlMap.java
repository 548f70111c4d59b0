package dev.saccade.models.catalogue;

import dev.saccade.models.ModelsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** A YAML mapping read key by key; whatever is not asked for is refused by {@link #finish}. */
final class YamlMap {
    private final String where;
    private final Map<?, ?> map;
    private final TreeSet<String> known = new TreeSet<>();

    private YamlMap(String where, Map<?, ?> map) {
        this.where = where;
        this.map = map;
    }

    static YamlMap of(String where, Object node) throws ModelsException {
        if (node instanceof Map<?, ?> m) {
            return new YamlMap(where, m);
        }
        throw ModelsException.badInput(where + ": expected a mapping, got " + node);
    }

    boolean has(String key) {
        known.add(key);
        return map.get(key) != null;
    }

    String text(String key) throws ModelsException {
        return String.valueOf(required(key));
    }

    long positive(String key) throws ModelsException {
        Object value = required(key);
        if (value instanceof Number n && n.longValue() > 0) {
            return n.longValue();
        }
        throw refuse(key, value, "a number above 0");
    }

    String sha256(String key) throws ModelsException {
        String value = text(key);
        if (!value.matches("[0-9a-f]{64}")) {
            throw refuse(key, value, "64 lower-case hex digits");
        }
        return value;
    }

    <E extends Enum<E>> E choice(String key, Class<E> type) throws ModelsException {
        String value = text(key);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(value)) {
                return constant;
            }
        }
        throw refuse(key, value, "one of " + List.of(type.getEnumConstants()));
    }

    YamlMap map(String key) throws ModelsException {
        return of(where + "." + key, required(key));
    }

    List<Object> list(String key) throws ModelsException {
        if (!has(key)) {
            return List.of();
        }
        if (map.get(key) instanceof List<?> list) {
            return new ArrayList<>(list);
        }
        throw refuse(key, map.get(key), "a list");
    }

    List<String> texts(String key) throws ModelsException {
        return list(key).stream().map(String::valueOf).toList();
    }

    Map<String, String> strings(String key) throws ModelsException {
        Map<String, String> strings = new LinkedHashMap<>();
        if (has(key)) {
            YamlMap inner = map(key);
            for (String name : inner.keys()) {
                strings.put(name, inner.text(name));
            }
        }
        return strings;
    }

    List<String> keys() {
        return map.keySet().stream().map(String::valueOf).toList();
    }

    void finish() throws ModelsException {
        for (String key : keys()) {
            if (!known.contains(key)) {
                throw ModelsException.badInput(where + ": unknown key '" + key + "'; known here: " + known);
            }
        }
    }

    private Object required(String key) throws ModelsException {
        if (!has(key)) {
            throw ModelsException.badInput(where + ": key '" + key + "' is missing");
        }
        return map.get(key);
    }

    private ModelsException refuse(String key, Object value, String expected) {
        return ModelsException.badInput(where + "." + key + ": '" + value + "' is not " + expected);
    }
}
