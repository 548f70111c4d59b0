package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.TruthBox.Weight;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads sequences as MOTChallenge lays them out: {@code gt/gt.txt} with {@code frame, id, left, top, width, height,
 * flag, class, visibility} and {@code img1/000001.jpg}. Frames and pixels count from 1 there. What the challenge
 * leaves aside, by flag 0 or as a class that a pedestrian detector may rightly report, is ignored here too.
 */
final class MotReader {
    private static final String LABELS = "gt/gt.txt";
    private static final String PICTURES = "img1";
    private static final int MOST_LINES = 2_000_000;
    private static final int MOST_LINE = 1024;
    /** MOTChallenge's pedestrian; earlier years write -1. */
    private static final Set<Integer> PEDESTRIAN = Set.of(1, -1);
    /** Person on vehicle, static person, distractor, reflection, crowd: neither right nor wrong as a person. */
    private static final Set<Integer> ASIDE = Set.of(2, 7, 8, 12, 13);

    private static final Map<Integer, String> OTHERS = Map.of(3, "car", 4, "bicycle", 5, "motorcycle");

    private final Path file;
    private final LabelNames names;
    private final Map<Integer, Integer> labels = new HashMap<>();
    private final Map<Integer, List<TruthBox>> boxes = new HashMap<>();
    private int line;

    private MotReader(Path file, LabelNames names) {
        this.file = file;
        this.names = names;
    }

    static List<Path> sequences(Path directory) throws ModelsException {
        if (Files.isRegularFile(directory.resolve(LABELS))) {
            return List.of(directory);
        }
        return PictureFiles.list(directory, path -> Files.isRegularFile(path.resolve(LABELS)));
    }

    static List<Sample> read(Path directory, LabelNames names) throws ModelsException {
        List<Path> sequences = sequences(directory);
        if (sequences.isEmpty()) {
            throw ModelsException.badInput(directory.resolve(LABELS)
                    + ": missing, and in no directory beside it either; a sequence has gt/gt.txt and img1/");
        }
        List<Sample> samples = new ArrayList<>();
        for (Path sequence : sequences) {
            MotReader reader = new MotReader(sequence.resolve(LABELS), names);
            reader.labels();
            String prefix = sequence.equals(directory) ? "" : PictureFiles.name(sequence) + "/";
            samples.addAll(reader.samples(sequence.resolve(PICTURES), prefix));
        }
        return samples;
    }

    private List<Sample> samples(Path pictures, String prefix) throws ModelsException {
        if (!Files.isDirectory(pictures)) {
            throw ModelsException.badInput(pictures + ": no such directory; the pictures of " + file + " lie there");
        }
        List<Sample> samples = new ArrayList<>();
        for (Path picture : PictureFiles.pictures(pictures)) {
            String stem = PictureFiles.stem(picture);
            if (!stem.matches("[0-9]{1,9}")) {
                throw ModelsException.badInput(picture + ": is no frame number, as in 000001.jpg");
            }
            List<TruthBox> there = boxes.remove(Integer.parseInt(stem));
            Truth truth = new Truth.OfBoxes(there == null ? List.of() : List.copyOf(there));
            samples.add(new Sample(prefix + PictureFiles.name(picture), picture, 0, 0, truth));
        }
        if (!boxes.isEmpty()) {
            int missing = boxes.keySet().stream().min(Integer::compare).orElseThrow();
            throw ModelsException.badInput(file + ": frame " + missing + " has no picture in " + pictures
                    + "; add it, or remove the frame's lines");
        }
        return samples;
    }

    private void labels() throws ModelsException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                line++;
                if (line > MOST_LINES || text.length() > MOST_LINE) {
                    throw bad("has " + text.length() + " characters; at most " + MOST_LINES + " lines of at most "
                            + MOST_LINE + " characters are read; divide the sequence");
                }
                if (!text.isBlank()) {
                    object(text.split(",", -1));
                }
            }
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, file + ": cannot be read as text (" + e + "); check the file", e);
        }
    }

    private void object(String[] fields) throws ModelsException {
        if (fields.length < 6) {
            throw bad("has " + fields.length + " fields; expected frame,id,left,top,width,height,flag,class,...");
        }
        double frame = number(fields, 0, "frame");
        double width = number(fields, 4, "width");
        double height = number(fields, 5, "height");
        double left = number(fields, 2, "left");
        double top = number(fields, 3, "top");
        boolean counts = fields.length < 7 || number(fields, 6, "flag") != 0;
        int kind = fields.length < 8 ? -1 : (int) number(fields, 7, "class");
        if (frame < 1 || frame != Math.rint(frame) || frame > Integer.MAX_VALUE) {
            throw bad("frame " + fields[0] + " is no number from 1");
        }
        if (width < 0 || height < 0) {
            throw bad("has a box of negative size");
        }
        boolean isAside = ASIDE.contains(kind);
        String name = PEDESTRIAN.contains(kind) || isAside ? person() : OTHERS.get(kind);
        if (name == null || (!counts && !name.equals(person()))) {
            return;
        }
        int label = label(kind, name);
        if (label != LabelNames.LEFT_OUT) {
            Weight weight = counts && !isAside ? Weight.COUNTED : Weight.IGNORED;
            boxes.computeIfAbsent((int) frame, number -> new ArrayList<>())
                    .add(new TruthBox(label, left - 1, top - 1, width, height, width * height, weight));
        }
    }

    private String person() {
        return names.labels().contains("pedestrian") ? "pedestrian" : "person";
    }

    private int label(int kind, String name) throws ModelsException {
        Integer label = labels.get(kind);
        if (label == null) {
            label = names.index(name, file + ": line " + line);
            labels.put(kind, label);
        }
        return label;
    }

    private double number(String[] fields, int field, String name) throws ModelsException {
        try {
            double number = Double.parseDouble(fields[field].strip());
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT,
                    file + ": line " + line + ": " + name + " '" + fields[field] + "' is no number",
                    e);
        }
        throw bad(name + " '" + fields[field] + "' is no number");
    }

    private ModelsException bad(String wrong) {
        return ModelsException.badInput(file + ": line " + line + ": " + wrong);
    }
}
