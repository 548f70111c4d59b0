package dev.saccade.models.evaluate.dataset;

import dev.saccade.models.pull.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What is known about a picture. */
public sealed interface Truth {
    /**
     * The same truth as words, independent of how a model numbers its labels.
     *
     * @param labels of the model
     * @return one line
     * @throws IOException when a file of labels cannot be read
     */
    String words(List<String> labels) throws IOException;

    /**
     * The picture's class.
     *
     * @param label class index of the model
     */
    record OfClass(int label) implements Truth {
        @Override
        public String words(List<String> labels) {
            return labels.get(label);
        }
    }

    /**
     * What lies where in the picture.
     *
     * @param boxes in file order; none for a picture without objects
     */
    record OfBoxes(List<TruthBox> boxes) implements Truth {
        @Override
        public String words(List<String> labels) {
            StringBuilder words = new StringBuilder();
            for (TruthBox b : boxes) {
                // Doubles as bits: their decimal form differs between JDKs.
                words.append(labels.get(b.label())).append(' ').append(b.weight());
                for (double number : new double[] {b.x(), b.y(), b.width(), b.height(), b.area()}) {
                    words.append(' ').append(Double.doubleToLongBits(number));
                }
                words.append(';');
            }
            return words.toString();
        }
    }

    /**
     * The class of each pixel.
     *
     * @param mask a PNG of class indices, as large as the picture
     * @param classes model's class index by index in the file; {@link MaskPicture#IGNORED} where it does not count
     */
    record OfPixels(Path mask, List<Integer> classes) implements Truth {
        @Override
        public String words(List<String> labels) throws IOException {
            return Sha256.of(mask);
        }
    }
}
