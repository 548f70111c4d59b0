package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.ModelsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads a directory for each class. */
final class FolderReader {
    private FolderReader() {}

    static List<Sample> read(Path directory, LabelNames names) throws ModelsException {
        List<Sample> samples = new ArrayList<>();
        for (Path folder : PictureFiles.directories(directory)) {
            String name = PictureFiles.name(folder);
            int label = names.index(name, folder.toString());
            if (label == LabelNames.LEFT_OUT) {
                continue;
            }
            for (Path picture : PictureFiles.pictures(folder)) {
                if (samples.size() == PictureFiles.MOST) {
                    throw ModelsException.badInput(
                            directory + ": over " + PictureFiles.MOST + " pictures; divide the data set");
                }
                samples.add(
                        new Sample(name + "/" + PictureFiles.name(picture), picture, 0, 0, new Truth.OfClass(label)));
            }
        }
        return samples;
    }
}
