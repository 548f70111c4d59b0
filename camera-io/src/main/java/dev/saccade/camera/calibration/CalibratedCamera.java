package dev.saccade.camera.calibration;

import dev.saccade.lens.Distortion;
import dev.saccade.lens.Lens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What a calibration found. Immutable but for its arrays, which nobody may change.
 *
 * @param width of its pictures, pixels
 * @param height of its pictures
 * @param camera fx, fy, cx, cy, pixels
 * @param model how its lens bends rays
 * @param coefficients of the model
 * @param error root of the mean square distance between corners and where this camera puts them, pixels
 * @param views names of the views
 * @param viewErrors the same for each view
 */
public record CalibratedCamera(
        int width,
        int height,
        double[] camera,
        Distortion model,
        double[] coefficients,
        double error,
        List<String> views,
        double[] viewErrors) {
    /** @return the lens whose rectified picture has the camera's own focal lengths and centre */
    public Lens lens() {
        return new Lens(width, height, camera, model, coefficients, null, null);
    }

    /**
     * Writes it as ROS does ({@code sensor_msgs/CameraInfo}); the file appears whole.
     *
     * @param file to write; replaced when it is there
     * @throws IOException when it cannot be written
     */
    public void write(Path file) throws IOException {
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        try {
            Files.writeString(part, yaml());
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    private String yaml() {
        double[] k = {camera[0], 0, camera[2], 0, camera[1], camera[3], 0, 0, 1};
        double[] p = {camera[0], 0, camera[2], 0, 0, camera[1], camera[3], 0, 0, 0, 1, 0};
        double[] upright = {1, 0, 0, 0, 1, 0, 0, 0, 1};
        return "image_width: " + width + "\n"
                + "image_height: " + height + "\n"
                + "camera_name: camera\n"
                + matrix("camera_matrix", 3, 3, k)
                + "distortion_model: " + model.word() + "\n"
                + matrix("distortion_coefficients", 1, coefficients.length, coefficients)
                + matrix("rectification_matrix", 3, 3, upright)
                + matrix("projection_matrix", 3, 4, p);
    }

    private static String matrix(String key, int rows, int columns, double[] data) {
        return key + ":\n  rows: " + rows + "\n  cols: " + columns + "\n  data: "
                + Arrays.stream(data).mapToObj(Double::toString).collect(Collectors.joining(", ", "[", "]")) + "\n";
    }
}
