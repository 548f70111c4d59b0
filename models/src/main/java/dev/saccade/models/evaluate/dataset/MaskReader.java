package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.ModelsException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads {@code images/NAME.jpg} with {@code masks/NAME.png}. Indices in a mask are the model's own, unless a file
 * {@code classes.txt} beside the directories names them, a label a line.
 */
final class MaskReader {
    static final String MASKS = "masks";

    private static final String IMAGES = "images";
    private static final String CLASSES = "classes.txt";
    private static final int MOST_CHARACTERS = 64 * 1024;

    private MaskReader() {}

    static List<Sample> read(Path directory, LabelNames names) throws ModelsException {
        for (String part : List.of(IMAGES, MASKS)) {
            if (!Files.isDirectory(directory.resolve(part))) {
                throw ModelsException.badInput(directory.resolve(part)
                        + ": no such directory; masks lie in masks/ under the names of the pictures in images/");
            }
        }
        List<Integer> classes = classes(directory.resolve(CLASSES), names);
        List<Sample> samples = new ArrayList<>();
        Set<String> stems = new HashSet<>();
        for (Path picture : PictureFiles.pictures(directory.resolve(IMAGES))) {
            Path mask = directory.resolve(MASKS).resolve(PictureFiles.stem(picture) + ".png");
            if (!Files.isRegularFile(mask)) {
                throw ModelsException.badInput(
                        mask + ": missing; " + picture + " needs a mask of its name, or must go");
            }
            if (!stems.add(PictureFiles.stem(picture))) {
                throw ModelsException.badInput(picture + ": a second picture for " + mask + "; keep one");
            }
            samples.add(new Sample(PictureFiles.name(picture), picture, 0, 0, new Truth.OfPixels(mask, classes)));
        }
        for (Path mask : PictureFiles.pictures(directory.resolve(MASKS))) {
            if (!stems.contains(PictureFiles.stem(mask))) {
                throw ModelsException.badInput(mask + ": its picture is missing in " + directory.resolve(IMAGES)
                        + "; add it, or remove the mask");
            }
        }
        return samples;
    }

    private static List<Integer> classes(Path file, LabelNames names) throws ModelsException {
        List<Integer> classes = new ArrayList<>();
        if (!Files.exists(file)) {
            for (int i = 0; i < Math.min(MaskPicture.IGNORED, names.labels().size()); i++) {
                classes.add(i);
            }
            return List.copyOf(classes);
        }
        try {
            if (Files.size(file) > MOST_CHARACTERS) {
                throw ModelsException.badInput(file + ": over " + MOST_CHARACTERS + " bytes; a label a line");
            }
            try (BufferedReader lines = Files.newBufferedReader(file)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    String where = file + ": line " + (classes.size() + 1);
                    if (classes.size() == MaskPicture.IGNORED) {
                        throw ModelsException.badInput(where + ": more than 255 labels; a mask's pixel has one byte");
                    }
                    int label = names.index(line.strip(), where);
                    classes.add(label == LabelNames.LEFT_OUT ? MaskPicture.IGNORED : label);
                }
            }
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, file + ": cannot be read as UTF-8 text (" + e + ")", e);
        }
        return List.copyOf(classes);
    }
}
