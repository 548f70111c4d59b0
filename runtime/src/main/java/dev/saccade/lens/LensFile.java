package dev.saccade.lens;

import dev.saccade.model.PackageException;
import dev.saccade.model.PlainYaml;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Reads a calibration as ROS and OpenCV write it: {@code image_width}, {@code image_height}, {@code camera_matrix},
 * {@code distortion_model}, {@code distortion_coefficients}, {@code rectification_matrix}, {@code projection_matrix} and
 * {@code roi}. Keys of theirs that say nothing about a picture are passed over.
 */
public final class LensFile {
    private static final int MOST_SIDE = 16384;

    private final Path file;
    private final Map<String, Object> keys;

    private LensFile(Path file, Map<String, Object> keys) {
        this.file = file;
        this.keys = keys;
    }

    /**
     * Reads a file.
     *
     * @param file at most 256 KiB
     * @return the lens, with the file's region where it has one
     * @throws PackageException when it is no calibration; one line with the file, the key and the remedy
     */
    public static CameraView read(Path file) throws PackageException {
        Map<String, Object> keys =
                PlainYaml.read(file, "image_width: 1280", "docs/cameras.md", LensFile::withoutOpenCvMarks);
        LensFile read = new LensFile(file, keys);
        try {
            return read.view();
        } catch (IllegalArgumentException e) {
            throw new PackageException(file + ": " + e.getMessage() + "; calibrate the camera again", e);
        }
    }

    /** OpenCV's own header is not YAML, and its matrices carry a tag that says what their keys say as well. */
    private static String withoutOpenCvMarks(String text) {
        String body = text.startsWith("%YAML:1.0") ? text.replaceFirst("%YAML:1\\.0[^\n]*", "") : text;
        return body.replace("!!opencv-matrix", "");
    }

    private CameraView view() throws PackageException {
        int width = whole("image_width");
        int height = whole("image_height");
        double[] matrix = matrix(9, "camera_matrix", "cameraMatrix", "K");
        double[] camera = {matrix[0], matrix[4], matrix[2], matrix[5]};
        double[] k = matrix(-1, "distortion_coefficients", "distCoeffs", "D");
        Distortion distortion = distortion(k.length);
        double[] turn = has("rectification_matrix") ? matrix(9, "rectification_matrix") : null;
        double[] projection = has("projection_matrix") ? matrix(12, "projection_matrix") : null;
        double[] rectified = projection == null || projection[0] == 0
                ? null
                : new double[] {projection[0], projection[5], projection[2], projection[6]};
        Lens lens = new Lens(width, height, camera, distortion, fitted(k, distortion), turn, rectified);
        return region(lens);
    }

    private Distortion distortion(int count) throws PackageException {
        if (!has("distortion_model")) {
            return "1".equals(keys.get("fisheye_model")) || "1".equals(keys.get("fisheye"))
                    ? Distortion.EQUIDISTANT
                    : count > Distortion.PLUMB_BOB.coefficients()
                            ? Distortion.RATIONAL_POLYNOMIAL
                            : Distortion.PLUMB_BOB;
        }
        String word = String.valueOf(keys.get("distortion_model"));
        for (Distortion known : Distortion.values()) {
            if (known.word().equals(word) || (word.equals("fisheye") && known == Distortion.EQUIDISTANT)) {
                return known;
            }
        }
        throw refuse(
                "distortion_model", word + " is unknown here", "use plumb_bob, rational_polynomial or equidistant");
    }

    /** Coefficients that are left out are 0; those of models that are not known here must be. */
    private double[] fitted(double[] k, Distortion distortion) throws PackageException {
        for (int i = distortion.coefficients(); i < k.length; i++) {
            if (k[i] != 0) {
                throw refuse(
                        "distortion_coefficients",
                        "has " + k.length + " coefficients, and " + distortion.word() + " " + distortion.coefficients(),
                        "calibrate without thin prisms and tilt");
            }
        }
        return Arrays.copyOf(k, distortion.coefficients());
    }

    private CameraView region(Lens lens) throws PackageException {
        if (!(keys.get("roi") instanceof Map<?, ?> roi)) {
            return new CameraView(lens, 0, 0, 0, 0);
        }
        LensFile group = new LensFile(file, asKeys(roi));
        // All zero is ROS's word for the whole picture.
        if (group.number("width", keys(roi, "width")) == 0) {
            return new CameraView(lens, 0, 0, 0, 0);
        }
        return new CameraView(
                        lens,
                        group.whole("x_offset"),
                        group.whole("y_offset"),
                        group.whole("width"),
                        group.whole("height"))
                .of(lens.width(), lens.height());
    }

    @SuppressWarnings("unchecked") // Keys of YAML are texts.
    private static Map<String, Object> asKeys(Map<?, ?> group) {
        return (Map<String, Object>) group;
    }

    private static Object keys(Map<?, ?> group, String key) {
        Object value = group.get(key);
        return value == null ? "0" : value;
    }

    private boolean has(String key) {
        return keys.containsKey(key);
    }

    private int whole(String key) throws PackageException {
        double number = number(key, keys.get(key));
        if (number != Math.rint(number) || number < 0 || number > MOST_SIDE) {
            throw refuse(key, number + " is no size in pixels", "write a whole number up to " + MOST_SIDE);
        }
        return (int) number;
    }

    private double number(String key, Object value) throws PackageException {
        if (value == null) {
            throw refuse(key, "is missing", "use a calibration of ROS or OpenCV with this key");
        }
        try {
            double number = Double.parseDouble(String.valueOf(value));
            if (Double.isFinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw refuse(key, "'" + value + "' is no number", "write numbers only");
        }
        throw refuse(key, "'" + value + "' is not finite", "calibrate the camera again");
    }

    /** @param count of numbers, or -1 for any up to 14 */
    private double[] matrix(int count, String... names) throws PackageException {
        String key = names[0];
        for (String name : names) {
            key = has(name) ? name : key;
        }
        Object value = keys.get(key);
        Object data = value instanceof Map<?, ?> matrix ? matrix.get("data") : value;
        if (!(data instanceof List<?> list)) {
            throw refuse(key, "has no numbers", "write 'data: [...]' below it");
        }
        if (count >= 0 ? list.size() != count : list.size() > 14) {
            throw refuse(key, "has " + list.size() + " numbers", "give " + (count < 0 ? "at most 14" : "" + count));
        }
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(key, list.get(i));
        }
        return numbers;
    }

    private PackageException refuse(String key, String wrong, String remedy) {
        return new PackageException(file + ": " + key + ": " + wrong + ": " + remedy);
    }
}
