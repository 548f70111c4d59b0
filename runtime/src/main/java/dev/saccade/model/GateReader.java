package dev.saccade.model;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Reads and checks the {@code gate} group. */
final class GateReader {
    private static final List<String> KEYS =
            List.of(GateLimit.values()).stream().map(GateLimit::yamlName).toList();

    private GateReader() {}

    /** What the package sets itself; empty without the group. */
    static Map<GateLimit, Double> read(Section root) throws PackageException {
        Section section = root.optionalSection("gate");
        section.allowOnly(KEYS);
        Map<GateLimit, Double> limits = new EnumMap<>(GateLimit.class);
        for (GateLimit limit : GateLimit.values()) {
            if (section.has(limit.yamlName())) {
                limits.put(limit, section.numberOr(limit.yamlName(), limit.least(), limit.most(), 0));
            }
        }
        return Collections.unmodifiableMap(limits);
    }
}
