package dev.saccade.bench.gpu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One part of the plan: a command that ends by itself and leaves a JSON file.
 *
 * @param name of its files and of {@code --from}
 * @param question what it answers
 * @param need what it cannot do without
 * @param limitS seconds after which it is ended
 * @param command without the option that names its JSON file
 * @param isJson whether the command takes {@code --json FILE}
 */
record Part(String name, String question, Need need, int limitS, List<String> command, boolean isJson) {
    Part {
        command = List.copyOf(command);
    }

    List<String> command(Path json) {
        List<String> whole = new ArrayList<>(command);
        if (isJson) {
            whole.addAll(List.of("--json", json.toString()));
        }
        return whole;
    }
}
