package dev.saccade.bench.gpu;

import dev.saccade.engine.Backend;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A benchmark's arguments: {@code --name value} pairs that it knows, and words. */
final class Options {
    private final Map<String, String> named = new TreeMap<>();
    private final List<String> words = new ArrayList<>();

    /**
     * Reads them.
     *
     * @param usage printed beside a reason
     * @param known names without their dashes; {@code json} and {@code backend} always are
     */
    static Options of(String[] args, String usage, String... known) {
        Options options = new Options();
        for (int i = 0; i < args.length; i++) {
            if (!args[i].startsWith("--")) {
                options.words.add(args[i]);
                continue;
            }
            String name = args[i].substring(2);
            if (!List.of(known).contains(name) && !name.equals("json") && !name.equals("backend")) {
                refuse("unknown option --" + name, usage);
            }
            if (i + 1 == args.length) {
                refuse("--" + name + " needs a value", usage);
            }
            options.named.put(name, args[++i]);
        }
        return options;
    }

    private static void refuse(String reason, String usage) {
        System.err.println(reason + "; usage: " + usage);
        System.exit(2);
    }

    List<String> words() {
        return words;
    }

    String text(String name, String otherwise) {
        return named.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        return named.containsKey(name) ? Integer.parseInt(named.get(name)) : otherwise;
    }

    /** TensorRT unless told otherwise: a silent CPU would give numbers of another thing. */
    Backend backend() {
        return Backend.valueOf(text("backend", "tensorrt").toUpperCase(Locale.ROOT));
    }

    /** Where the results go; null when nobody asked. */
    Path json() {
        return named.containsKey("json") ? Path.of(named.get("json")) : null;
    }
}
