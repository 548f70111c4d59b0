package dev.saccade.models.evaluate;

import dev.saccade.fuzz.Mutation;
import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.LabelFormat;
import dev.saccade.models.evaluate.dataset.LabelNames;
import dev.saccade.models.evaluate.dataset.LabelledData;
import dev.saccade.models.evaluate.dataset.MaskPicture;
import dev.saccade.models.evaluate.dataset.Truth;
import java.awt.image.BufferedImage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Damaged labels of each form: read, or refused in one line. */
@Timeout(300)
class DamagedLabelsTest {
    private static final List<String> LABELS = List.of("person", "car", "crane");

    @TempDir
    private Path dir;

    private LabelledData read(LabelFormat format) throws ModelsException {
        return LabelledData.read(dir, format, new LabelNames(LABELS, false));
    }

    private Path file(String name, String text) throws Exception {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void shouldReadOrRefuseDamagedCocoFiles() throws Exception {
        file("a.jpg", "");
        Path labels = file("labels.json", """
                {"info": {"year": 2026},
                 "annotations": [
                   {"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 2, 3.5, 4], "area": 9.5, "iscrowd": 0,
                    "segmentation": [[1, 2, 3, 4, 5, 6]]}],
                 "images": [{"id": 7, "file_name": "a.jpg", "width": 20, "height": 10}],
                 "categories": [{"id": 3, "name": "car"}]}
                """);
        Mutation.of(labels, 300, ModelsException.class, () -> read(LabelFormat.COCO));
    }

    @Test
    void shouldReadOrRefuseDamagedSequences() throws Exception {
        file("img1/000001.jpg", "");
        Path labels = file("gt/gt.txt", "1,1,10,20,30,40,1,1,0.5\n1,2,5.5,6,7,8,0,7,1\n");
        Mutation.of(labels, 300, ModelsException.class, () -> read(LabelFormat.MOT));
    }

    @Test
    void shouldReadOrRefuseDamagedMasks() throws Exception {
        file("images/a.jpg", "");
        Path mask = Files.createDirectories(dir.resolve("masks")).resolve("a.png");
        BufferedImage image = new BufferedImage(16, 8, BufferedImage.TYPE_BYTE_GRAY);
        image.getRaster().setSample(3, 3, 0, 2);
        ImageIO.write(image, "png", mask.toFile());
        Path labels = file("labels.txt", "person\ncar\ncrane\n");
        Mutation.of(labels, 150, ModelsException.class, () -> read(LabelFormat.MASKS));
        Truth.OfPixels truth =
                (Truth.OfPixels) read(LabelFormat.MASKS).samples().get(0).truth();
        Mutation.of(mask, 300, ModelsException.class, () -> MaskPicture.read(truth));
    }

    @Test
    void shouldReadOrRefuseDamagedNamesOfDirectories() throws Exception {
        file("person/1.jpg", "");
        long seed = Long.getLong("saccade.seed", 20261124L);
        for (int i = 0; i < 150; i++) {
            byte[] damaged = Mutation.damaged("crane".getBytes(StandardCharsets.UTF_8), new Random(seed + i));
            Path name = place(damaged);
            if (name != null && !Files.exists(name)) {
                Files.createDirectory(name);
                Files.createFile(name.resolve("2.jpg"));
                Mutation.read("saccade.seed=" + (seed + i), ModelsException.class, () -> read(LabelFormat.FOLDERS));
                Files.delete(name.resolve("2.jpg"));
                Files.delete(name);
            }
        }
    }

    /** Null for what no directory can be called. */
    private Path place(byte[] name) {
        String text = new String(name, StandardCharsets.UTF_8);
        try {
            Path place = dir.resolve(text).normalize();
            return text.length() < 200 && dir.equals(place.getParent()) ? place : null;
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
