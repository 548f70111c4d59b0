package dev.saccade.models.assembly;

import dev.saccade.models.ModelsException;
import dev.saccade.models.catalogue.PackageRecipe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads labels from an object literal {@code NAME = {0: "a", 1: "b"}} in a script, bundled or not. */
final class ScriptLabels {
    private static final Pattern MEMBER = Pattern.compile("(\\d+): ?\"([^\"]*)\"");

    private ScriptLabels() {}

    /** One label a line, in the order of the indices, which must be 0, 1, 2 and so on. */
    static String read(Path file, PackageRecipe.Labels.InScript script) throws IOException, ModelsException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        int start = text.indexOf(script.variable() + " = {");
        int end = text.indexOf('}', Math.max(start, 0));
        if (start < 0 || end < 0) {
            throw ModelsException.badInput(file.getFileName() + ": has no object " + script.variable());
        }
        List<String> labels = new ArrayList<>(script.first());
        Matcher member = MEMBER.matcher(text.substring(start, end));
        for (int index = 0; member.find(); index++) {
            if (!member.group(1).equals(Integer.toString(index))) {
                throw ModelsException.badInput(
                        file.getFileName() + ": " + script.variable() + " has no member " + index);
            }
            labels.add(member.group(2).replace("\\", ""));
        }
        return String.join("\n", labels) + "\n";
    }
}
