package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.ModelsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A data set that was read: its pictures in a fixed order. The pictures and masks themselves are opened one at a time,
 * later.
 *
 * @param format how it lies on disk
 * @param directory where it lies
 * @param samples at least one
 * @param notes what a reader of the numbers should know: labels that were left out, pictures that were passed over
 */
public record LabelledData(LabelFormat format, Path directory, List<Sample> samples, List<String> notes) {
    /**
     * Reads a data set.
     *
     * @param given its directory; for COCO also the JSON file
     * @param format how it lies there, or null to find out
     * @param names leads to the model's classes
     * @return the data set
     * @throws ModelsException of kind BAD_INPUT, naming file and line or key
     */
    public static LabelledData read(Path given, LabelFormat format, LabelNames names) throws ModelsException {
        LabelFormat known = format == null ? formatOf(given) : format;
        if (!Files.exists(given)) {
            throw missing(given);
        }
        boolean isFile = !Files.isDirectory(given);
        if (isFile && known != LabelFormat.COCO) {
            throw ModelsException.badInput(given + ": is a file; name the data set's directory");
        }
        Path directory = isFile ? given.toAbsolutePath().getParent() : given;
        List<Sample> samples =
                switch (known) {
                    case FOLDERS -> FolderReader.read(given, names);
                    case COCO -> CocoReader.read(directory, isFile ? given : CocoReader.find(given), names);
                    case MASKS -> MaskReader.read(given, names);
                    case MOT -> MotReader.read(given, names);
                };
        if (samples.isEmpty()) {
            throw ModelsException.badInput(given + ": holds no labelled picture that the model has labels for");
        }
        List<String> notes = new ArrayList<>();
        if (!names.leftOut().isEmpty()) {
            notes.add("left out, because the model has no such label: " + String.join(", ", names.leftOut()));
        }
        return new LabelledData(known, directory, samples, notes);
    }

    /**
     * Finds out how a data set lies on disk, by what is there.
     *
     * @param given its directory, or a COCO JSON file
     * @return the form
     * @throws ModelsException of kind BAD_INPUT when it is none that is known
     */
    public static LabelFormat formatOf(Path given) throws ModelsException {
        if (!Files.exists(given)) {
            throw missing(given);
        }
        if (!Files.isDirectory(given)) {
            return LabelFormat.COCO;
        }
        if (!MotReader.sequences(given).isEmpty()) {
            return LabelFormat.MOT;
        }
        if (Files.isDirectory(given.resolve(MaskReader.MASKS))) {
            return LabelFormat.MASKS;
        }
        if (!CocoReader.candidates(given).isEmpty()) {
            return LabelFormat.COCO;
        }
        if (!PictureFiles.directories(given).isEmpty()) {
            return LabelFormat.FOLDERS;
        }
        throw ModelsException.badInput(given + ": holds no labels that are known: class directories, a COCO .json,"
                + " images/ with masks/, or gt/gt.txt; see docs/evaluate.md");
    }

    private static ModelsException missing(Path given) {
        return ModelsException.badInput(given + ": no such directory of labelled pictures");
    }

    /**
     * Fewer pictures, spread evenly over the data set.
     *
     * @param most how many at most, from 1
     * @return this, or a smaller one that says so in its notes
     */
    public LabelledData limited(int most) {
        if (samples.size() <= most) {
            return this;
        }
        List<Sample> few = new ArrayList<>(most);
        for (long i = 0; i < most; i++) {
            few.add(samples.get((int) (i * samples.size() / most)));
        }
        List<String> more = new ArrayList<>(notes);
        more.add(most + " of " + samples.size() + " pictures were used, evenly spread (--limit)");
        return new LabelledData(format, directory, few, more);
    }
}
