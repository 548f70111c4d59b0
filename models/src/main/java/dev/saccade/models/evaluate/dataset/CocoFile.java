package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a COCO file says, joined by its numbers once all of it was read: its lists come in any order. */
final class CocoFile {
    record Image(long id, String name, int width, int height) {}

    record Category(long id, String name, String where) {}

    record Annotation(String where, long image, long category, double[] box, double area, boolean isCrowd) {}

    private final Path file;
    private final Map<Long, Image> images = new LinkedHashMap<>();
    private final Map<Long, Category> categories = new LinkedHashMap<>();
    private final List<Annotation> annotations = new ArrayList<>();

    CocoFile(Path file) {
        this.file = file;
    }

    boolean add(Image image) {
        return images.putIfAbsent(image.id(), image) == null;
    }

    boolean add(Category category) {
        return categories.putIfAbsent(category.id(), category) == null;
    }

    void add(Annotation annotation) {
        annotations.add(annotation);
    }

    /** Pictures in the file's order. A category that no object has may be unknown to the model. */
    List<Sample> samples(Path directory, LabelNames names) throws ModelsException {
        Map<Long, List<TruthBox>> boxes = new HashMap<>();
        Map<Long, Integer> labels = new HashMap<>();
        for (Annotation a : annotations) {
            if (!images.containsKey(a.image())) {
                throw bad(a.where() + ".image_id", a.image() + " is none of the images");
            }
            Category category = categories.get(a.category());
            if (category == null) {
                throw bad(a.where() + ".category_id", a.category() + " is none of the categories");
            }
            Integer label = labels.get(a.category());
            if (label == null) {
                label = names.index(category.name(), file + ": " + category.where() + ".name");
                labels.put(a.category(), label);
            }
            if (label != LabelNames.LEFT_OUT) {
                boxes.computeIfAbsent(a.image(), id -> new ArrayList<>()).add(box(a, label));
            }
        }
        List<Path> places = places(directory);
        List<Sample> samples = new ArrayList<>(images.size());
        for (Image image : images.values()) {
            Truth truth = new Truth.OfBoxes(List.copyOf(boxes.getOrDefault(image.id(), List.of())));
            samples.add(new Sample(image.name(), picture(image, places), image.width(), image.height(), truth));
        }
        return samples;
    }

    private static TruthBox box(Annotation a, int label) {
        double[] b = a.box();
        TruthBox.Weight weight = a.isCrowd() ? TruthBox.Weight.CROWD : TruthBox.Weight.COUNTED;
        return new TruthBox(label, b[0], b[1], b[2], b[3], a.area(), weight);
    }

    private List<Path> places(Path directory) throws ModelsException {
        List<Path> places = new ArrayList<>(List.of(directory));
        places.addAll(PictureFiles.directories(directory));
        Path above = directory.toAbsolutePath().getParent();
        if (PictureFiles.name(directory).equals("annotations") && above != null) {
            places.add(above);
            places.addAll(PictureFiles.directories(above));
        }
        return places;
    }

    private Path picture(Image image, List<Path> places) throws ModelsException {
        String where = "images with id " + image.id() + ", file_name '" + image.name() + "'";
        try {
            Path name = Path.of(image.name()).normalize();
            if (name.isAbsolute() || name.startsWith("..") || image.name().isEmpty()) {
                throw bad(where, "leads out of the data set");
            }
            for (Path place : places) {
                Path picture = place.resolve(name);
                if (Files.isRegularFile(picture)) {
                    return picture;
                }
            }
        } catch (InvalidPathException e) {
            throw new ModelsException(
                    ModelsException.Kind.BAD_INPUT, file + ": " + where + " is no file name: " + e.getReason(), e);
        }
        throw bad(where, "is missing in " + places.get(0) + " and the directories in it; add the picture");
    }

    private ModelsException bad(String key, String wrong) {
        return ModelsException.badInput(file + ": " + key + " " + wrong);
    }
}
