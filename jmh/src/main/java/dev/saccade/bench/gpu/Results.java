package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What a benchmark found: lines for people as they come, values and verdicts for machines at its end. */
final class Results {
    private final Path json;
    private final ObjectNode root = new ObjectMapper().createObjectNode();
    private final ArrayNode lines = root.putArray("lines");
    private final ArrayNode goals = root.putArray("goals");
    private final List<String> missed = new ArrayList<>();

    /** @param json file to leave, or null */
    Results(Path json) {
        this.json = json;
    }

    void line(String format, Object... values) {
        String line = String.format(Locale.ROOT, format, values);
        lines.add(line);
        System.out.println(line);
    }

    /** Values of one thing that was measured. */
    ObjectNode values(String name) {
        return root.withObjectProperty("values").putObject(name);
    }

    /** A bound, judged and printed. */
    void atMost(String what, double value, double bound, String unit) {
        boolean met = value <= bound;
        goals.addObject()
                .put("what", what)
                .put("value", value)
                .put("atMost", bound)
                .put("unit", unit)
                .put("met", met);
        line("%s: %.3g %s, goal <= %.3g %s: %s", what, value, unit, bound, unit, met ? "met" : "NOT MET");
        if (!met) {
            missed.add(what);
        }
    }

    /** Writes the file; 1 when a goal was missed, otherwise 0. */
    int end() throws IOException {
        if (json != null) {
            PartResult.write(json, root);
        }
        if (!missed.isEmpty()) {
            System.out.println("not met: " + String.join("; ", missed));
        }
        return missed.isEmpty() ? 0 : 1;
    }
}
