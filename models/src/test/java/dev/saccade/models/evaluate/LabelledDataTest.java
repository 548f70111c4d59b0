package dev.saccade.models.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import dev.saccade.models.evaluate.dataset.LabelFormat;
import dev.saccade.models.evaluate.dataset.LabelNames;
import dev.saccade.models.evaluate.dataset.LabelledData;
import dev.saccade.models.evaluate.dataset.MaskPicture;
import dev.saccade.models.evaluate.dataset.Sample;
import dev.saccade.models.evaluate.dataset.Truth;
import dev.saccade.models.evaluate.dataset.TruthBox;
import dev.saccade.models.evaluate.dataset.TruthBox.Weight;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each form of labels, whole and damaged. */
class LabelledDataTest {
    private static final List<String> LABELS = List.of("person", "red fox, Vulpes vulpes", "car", "crane", "crane");
    private static final String COCO = """
            {"info": {"year": 2026, "deep": [[[1]]]},
             "annotations": [
               {"id": 1, "image_id": 7, "category_id": 3, "bbox": [1, 2, 3.5, 4], "area": 9.5, "iscrowd": 0,
                "segmentation": [[1, 2, 3, 4, 5, 6]]},
               {"id": 2, "image_id": 7, "category_id": 1, "bbox": [0, 0, 9, 9], "iscrowd": 1}],
             "images": [{"id": 7, "file_name": "a.jpg", "width": 20, "height": 10}, {"id": 8, "file_name": "b.jpg"}],
             "categories": [{"id": 1, "name": "person"}, {"id": 3, "name": "Red_Fox"}, {"id": 9, "name": "unused"}]}
            """;

    @TempDir
    private Path dir;

    private LabelledData read(LabelFormat format) throws ModelsException {
        return LabelledData.read(dir, format, new LabelNames(LABELS, false));
    }

    private void assertRefused(LabelFormat format, String... words) {
        assertThatThrownBy(() -> read(format))
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.BAD_INPUT))
                .message()
                .contains(words)
                .hasLineCount(1);
    }

    private Path file(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static List<TruthBox> boxes(Sample sample) {
        return ((Truth.OfBoxes) sample.truth()).boxes();
    }

    @Test
    void shouldReadADirectoryForEachClass() throws Exception {
        file("car/2.jpg", "");
        file("car/1.png", "");
        file("car/notes.txt", "");
        file("red fox/x.jpg", "");
        LabelledData data = read(null);
        assertThat(data.format()).isEqualTo(LabelFormat.FOLDERS);
        assertThat(data.samples())
                .extracting(Sample::name, Sample::truth)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("car/1.png", new Truth.OfClass(2)),
                        org.assertj.core.groups.Tuple.tuple("car/2.jpg", new Truth.OfClass(2)),
                        org.assertj.core.groups.Tuple.tuple("red fox/x.jpg", new Truth.OfClass(1)));
        assertThat(data.limited(2).samples()).extracting(Sample::name).containsExactly("car/1.png", "car/2.jpg");
        assertThat(data.limited(2).notes()).singleElement().asString().contains("2 of 3");
    }

    @Test
    void shouldNameAClassThatTheModelDoesNotHave() throws Exception {
        file("persn/1.jpg", "");
        assertRefused(null, "persn", "did you mean 'person'?", "--known-only");
        LabelNames names = new LabelNames(LABELS, true);
        file("car/1.jpg", "");
        LabelledData data = LabelledData.read(dir, null, names);
        assertThat(data.samples()).hasSize(1);
        assertThat(data.notes()).singleElement().asString().contains("persn");
    }

    @Test
    void shouldRefuseALabelThatTheModelHasTwiceUntilItIsNumbered() throws Exception {
        Path folder = file("crane/1.jpg", "").getParent();
        assertRefused(null, "crane", "[3, 4]");
        Files.move(folder, dir.resolve("4"));
        assertThat(read(null).samples()).extracting(Sample::truth).containsExactly(new Truth.OfClass(4));
    }

    @Test
    void shouldReadCocoInAnyOrderOfItsLists() throws Exception {
        file("coco.json", COCO);
        file("val/a.jpg", "");
        file("b.jpg", "");
        LabelledData data = read(null);
        assertThat(data.format()).isEqualTo(LabelFormat.COCO);
        assertThat(boxes(data.samples().get(0)))
                .containsExactly(
                        new TruthBox(1, 1, 2, 3.5, 4, 9.5, Weight.COUNTED),
                        new TruthBox(0, 0, 0, 9, 9, 81, Weight.CROWD));
        assertThat(data.samples().get(0).width()).isEqualTo(20);
        assertThat(boxes(data.samples().get(1))).isEmpty();
        assertThat(LabelledData.read(dir.resolve("coco.json"), null, new LabelNames(LABELS, false))
                        .samples())
                .hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"Red_Fox\"|\"griffin\"|no label 'griffin'",
                "\"category_id\": 3|\"category_id\": 4|annotations[0].category_id 4 is none",
                "\"image_id\": 7, \"category_id\": 1|\"image_id\": 6, \"category_id\": 1|annotations[1].image_id 6",
                "[1, 2, 3.5, 4]|[1, 2, 3.5]|annotations[0].bbox has 3 numbers",
                "[1, 2, 3.5, 4]|[1, 2, -3.5, 4]|annotations[0].bbox has a negative size",
                "[1, 2, 3.5, 4]|[1, 2, 1e999, 4]|annotations[0].bbox[2] is no number",
                "[1, 2, 3.5, 4]|\"none\"|annotations[0].bbox is no list",
                "\"a.jpg\"|\"../../a.jpg\"|leads out of the data set",
                "\"a.jpg\"|\"missing.jpg\"|'missing.jpg' is missing in",
                "{\"id\": 8,|{\"id\": 7,|images[1].id 7 stands twice",
                "\"images\"|\"pictures\"|images is missing",
                "\"id\": 8|\"id\": \"8\"|images[1].id is no whole number"
            })
    void shouldNameTheKeyOfACocoFileThatIsWrong(String from, String to, String words) throws Exception {
        assertThat(COCO).contains(from);
        file("coco.json", COCO.replace(from, to));
        file("a.jpg", "");
        file("b.jpg", "");
        assertRefused(LabelFormat.COCO, "coco.json", words);
    }

    @Test
    void shouldRefuseACocoFileThatIsCutAnywhere() throws Exception {
        file("a.jpg", "");
        file("b.jpg", "");
        int end = COCO.stripTrailing().length();
        for (int length = 0; length < end; length += 3) {
            file("coco.json", COCO.substring(0, length));
            assertRefused(LabelFormat.COCO, "coco.json");
        }
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            byte[] bytes = COCO.getBytes(java.nio.charset.StandardCharsets.UTF_8);
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            Files.write(dir.resolve("coco.json"), bytes);
            try {
                read(LabelFormat.COCO);
            } catch (ModelsException e) {
                assertThat(e.getMessage()).hasLineCount(1);
            }
        }
    }

    @Test
    void shouldReadMotSequencesAndSetAsideWhatTheChallengeDoes() throws Exception {
        file("one/gt/gt.txt", """
                1,1,11,21,30,40,1,1,0.9
                1,2,1,1,5,5,1,7,1
                1,3,1,1,5,5,0,1,1
                1,4,1,1,5,5,1,3,1
                1,5,1,1,5,5,0,9,1
                """);
        file("one/img1/000001.jpg", "");
        file("one/img1/000002.jpg", "");
        LabelledData data = read(null);
        assertThat(data.format()).isEqualTo(LabelFormat.MOT);
        assertThat(data.samples()).extracting(Sample::name).containsExactly("one/000001.jpg", "one/000002.jpg");
        assertThat(boxes(data.samples().get(0)))
                .containsExactly(
                        new TruthBox(0, 10, 20, 30, 40, 1200, Weight.COUNTED),
                        new TruthBox(0, 0, 0, 5, 5, 25, Weight.IGNORED),
                        new TruthBox(0, 0, 0, 5, 5, 25, Weight.IGNORED),
                        new TruthBox(2, 0, 0, 5, 5, 25, Weight.COUNTED));
        assertThat(boxes(data.samples().get(1))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,1,1,1,5,x,1,1|line 2: height 'x' is no number",
                "1,1,1,1,5,NaN,1,1|line 2: height 'NaN' is no number",
                "1,1,1,1|line 2: has 4 fields",
                "0,1,1,1,5,5,1,1|line 2: frame 0",
                "1,1,1,1,-5,5,1,1|line 2: has a box of negative size",
                "9,1,1,1,5,5,1,1|frame 9 has no picture"
            })
    void shouldNameTheLineOfAMotFileThatIsWrong(String line, String words) throws Exception {
        file("gt/gt.txt", "1,1,1,1,5,5,1,1,1\n" + line + "\n");
        file("img1/000001.jpg", "");
        assertRefused(null, "gt.txt", words);
    }

    private Path mask(String name, int type, int... indices) throws IOException {
        BufferedImage image = new BufferedImage(indices.length, 1, type);
        for (int x = 0; x < indices.length; x++) {
            image.getRaster().setSample(x, 0, 0, indices[x]);
        }
        Path file = dir.resolve("masks").resolve(name);
        Files.createDirectories(file.getParent());
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    private MaskPicture onlyMask() throws ModelsException {
        return MaskPicture.read((Truth.OfPixels) read(null).samples().get(0).truth());
    }

    @Test
    void shouldReadIndicesOfGreyAndPaletteMasks() throws Exception {
        file("images/a.jpg", "");
        for (int type : new int[] {BufferedImage.TYPE_BYTE_GRAY, BufferedImage.TYPE_BYTE_INDEXED}) {
            mask("a.png", type, 0, 2, 255);
            assertThat(onlyMask().classes()).containsExactly(0, 2, 255);
        }
        mask("a.png", BufferedImage.TYPE_BYTE_BINARY, 0, 1, 1);
        assertThat(onlyMask().classes()).containsExactly(0, 1, 1);
        file("classes.txt", "car\nperson\n");
        assertThat(onlyMask().classes()).containsExactly(2, 0, 0);
    }

    @Test
    void shouldRefuseMasksThatAreNone() throws Exception {
        file("images/a.jpg", "");
        Path mask = mask("a.png", BufferedImage.TYPE_BYTE_GRAY, 0, 7);
        assertThatThrownBy(this::onlyMask).hasMessageContainingAll("a.png", "pixel (1, 0) holds class 7", "5 labels");
        mask("a.png", BufferedImage.TYPE_INT_RGB, 0, 1);
        assertThatThrownBy(this::onlyMask).hasMessageContainingAll("a.png", "3 channels");
        mask("a.png", BufferedImage.TYPE_USHORT_GRAY, 0, 1);
        assertThatThrownBy(this::onlyMask).hasMessageContainingAll("a.png", "16 bits");
        Files.write(mask, java.util.Arrays.copyOf(Files.readAllBytes(mask), 40));
        assertThatThrownBy(this::onlyMask).isInstanceOf(ModelsException.class).hasMessageContaining("a.png");
        Files.delete(mask);
        assertRefused(null, "masks/a.png: missing", "images/a.jpg");
        mask("a.png", BufferedImage.TYPE_BYTE_GRAY, 0);
        mask("b.png", BufferedImage.TYPE_BYTE_GRAY, 0);
        assertRefused(null, "masks/b.png", "its picture is missing");
    }

    @Test
    void shouldSayWhatItLooksForWhereNothingIsKnown() throws Exception {
        assertRefused(null, "COCO .json", "gt/gt.txt");
        assertThatThrownBy(() -> LabelledData.read(dir.resolve("none"), null, new LabelNames(LABELS, false)))
                .hasMessageContaining("no such directory");
    }
}
