package dev.saccade.models.proposal;

import dev.saccade.model.LabelList;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The labels: from a file, from the graph's metadata, or numbered. */
final class ClassNames {
    private static final int MOST_NUMBERED = 100_000;

    private final Path file;
    private final Keys keys;
    private List<String> labels = List.of();

    ClassNames(Path file, Keys keys) {
        this.file = file;
        this.keys = keys;
    }

    void read() throws ModelsException {
        if (file != null) {
            try {
                labels = LabelList.read(file);
            } catch (PackageException e) {
                throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
            }
        }
    }

    int count() {
        return labels.size();
    }

    List<String> labels() {
        return labels;
    }

    /** Whether a message is about the labels file. */
    boolean isNamed(String message) {
        return file != null && message.startsWith(file.toString());
    }

    /** @param classes how many the output {@code counted} has; 0 where it does not tell */
    void fill(Exporter exporter, int classes, String counted) throws ModelsException {
        String kind = keys.value("decoder.kind");
        if (file == null && kind.equals("mlsd")) {
            return;
        }
        if (file == null && kind.equals("sigmoid-mask")) {
            keys.assume("decoder.label", "foreground", "the one class; name it");
            return;
        }
        if (file != null) {
            require(classes, labels.size(), file + ": " + labels.size() + " labels", counted);
        } else if (!exporter.names().isEmpty()) {
            labels = exporter.names();
            require(
                    classes,
                    labels.size(),
                    "the file's metadata '" + exporter.namesKey() + "' has " + labels.size() + " names",
                    counted);
        } else if (classes > 0 && classes <= MOST_NUMBERED) {
            labels = IntStream.range(0, classes).mapToObj(i -> "class-" + i).toList();
            keys.warn("labels are numbered, class-0 to class-" + (classes - 1)
                    + ": name them in labels.txt or give --labels FILE");
        } else {
            keys.ask("labels", "class names, one a line, which the outputs do not even count: --labels FILE");
        }
    }

    private static void require(int classes, int given, String what, String counted) throws ModelsException {
        if (classes > 0 && given != classes) {
            throw ModelsException.badInput(what + ", but the output " + counted + " has " + classes
                    + " classes; give one label for each class, the background included");
        }
    }
}
