package dev.saccade.camera.calibration;

import dev.saccade.lens.Distortion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.global.opencv_core;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.MatVector;
import org.bytedeco.opencv.opencv_core.Point2f;
import org.bytedeco.opencv.opencv_core.Point2fVector;
import org.bytedeco.opencv.opencv_core.Point2fVectorVector;
import org.bytedeco.opencv.opencv_core.Point3f;
import org.bytedeco.opencv.opencv_core.Point3fVector;
import org.bytedeco.opencv.opencv_core.Point3fVectorVector;
import org.bytedeco.opencv.opencv_core.Size;
import org.bytedeco.opencv.opencv_core.TermCriteria;

/** OpenCV's calibration, and when its answer is worth nothing. */
final class CameraSolver {
    static final int LEAST_VIEWS = 8;
    static final double LEAST_COVERAGE = 0.5;
    /** Root of the mean square, pixels: a wrong board or a moving one, not a lens. */
    private static final double MOST_ERROR = 2;

    private static final int ROUNDS = 100;
    private static final double PRECISION = 1e-9;

    private CameraSolver() {}

    static CalibratedCamera solve(
            Board board,
            int width,
            int height,
            List<float[]> views,
            List<String> names,
            double coverage,
            Distortion model)
            throws CalibrationException {
        if (views.size() < LEAST_VIEWS) {
            throw new CalibrationException(
                    views.size() + " views of the board; at least " + LEAST_VIEWS
                            + " are needed: show all of it, sharp, near and far, tilted each way, in every part of the picture");
        }
        if (coverage < LEAST_COVERAGE) {
            throw new CalibrationException(String.format(
                    Locale.ROOT,
                    "corners lie in %.0f %% of the picture; at least %.0f %% are needed: bring the board nearer, and"
                            + " into the corners",
                    100 * coverage,
                    100 * LEAST_COVERAGE));
        }
        Point3fVectorVector places = new Point3fVectorVector();
        Point2fVectorVector seen = new Point2fVectorVector();
        places.resize(views.size());
        seen.resize(views.size());
        for (int i = 0; i < views.size(); i++) {
            places.put(i, places(board));
            seen.put(i, seen(views.get(i)));
        }
        try (Mat matrix = Mat.eye(3, 3, opencv_core.CV_64F).asMat();
                Mat bends = new Mat();
                MatVector turns = new MatVector();
                MatVector shifts = new MatVector();
                Size size = new Size(width, height);
                TermCriteria until = new TermCriteria(TermCriteria.COUNT + TermCriteria.EPS, ROUNDS, PRECISION)) {
            boolean fisheye = model == Distortion.EQUIDISTANT;
            double error = fisheye
                    ? opencv_calib3d.fisheyeCalibrate(
                            places,
                            seen,
                            size,
                            matrix,
                            bends,
                            turns,
                            shifts,
                            opencv_calib3d.FISHEYE_CALIB_RECOMPUTE_EXTRINSIC | opencv_calib3d.FISHEYE_CALIB_FIX_SKEW,
                            until)
                    : opencv_calib3d.calibrateCamera(
                            places,
                            seen,
                            size,
                            matrix,
                            bends,
                            turns,
                            shifts,
                            model == Distortion.RATIONAL_POLYNOMIAL ? opencv_calib3d.CALIB_RATIONAL_MODEL : 0,
                            until);
            double[] k = doubles(matrix);
            double[] camera = {k[0], k[4], k[2], k[5]};
            require(error, camera);
            double[] errors = new double[views.size()];
            for (int i = 0; i < errors.length; i++) {
                errors[i] = error(board, views.get(i), matrix, bends, turns.get(i), shifts.get(i), fisheye);
            }
            return new CalibratedCamera(
                    width,
                    height,
                    camera,
                    model,
                    Arrays.copyOf(doubles(bends), model.coefficients()),
                    error,
                    List.copyOf(names),
                    errors);
        } catch (RuntimeException e) {
            throw new CalibrationException("OpenCV finds no " + model.word() + " camera for these " + views.size()
                    + " views: take others, or try another --model");
        }
    }

    private static void require(double error, double[] camera) throws CalibrationException {
        boolean finite = Double.isFinite(error) && Arrays.stream(camera).allMatch(Double::isFinite);
        if (!finite || error > MOST_ERROR) {
            throw new CalibrationException(String.format(
                    Locale.ROOT,
                    "the corners miss their places by %.2f pixels; at most %.0f are plausible: check --board, use a flat"
                            + " board, and hold it still",
                    error,
                    MOST_ERROR));
        }
    }

    private static Point3fVector places(Board board) {
        Point3f[] points = new Point3f[board.corners()];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Point3f(board.rightMm(i), board.downMm(i), 0);
        }
        return new Point3fVector(points);
    }

    private static Point2fVector seen(float[] view) {
        Point2f[] points = new Point2f[view.length / 2];
        for (int i = 0; i < points.length; i++) {
            points[i] = new Point2f(view[2 * i], view[2 * i + 1]);
        }
        return new Point2fVector(points);
    }

    /** Root of the mean square distance between corners and where the result puts them. */
    private static double error(
            Board board, float[] view, Mat matrix, Mat bends, Mat turn, Mat shift, boolean fisheye) {
        try (Mat places = new Mat(1, board.corners(), opencv_core.CV_32FC3);
                Mat drawn = new Mat()) {
            try (FloatIndexer at = places.createIndexer()) {
                for (int i = 0; i < board.corners(); i++) {
                    at.put(0, i, 0, board.rightMm(i));
                    at.put(0, i, 1, board.downMm(i));
                    at.put(0, i, 2, 0);
                }
            }
            if (fisheye) {
                opencv_calib3d.fisheyeProjectPoints(places, drawn, turn, shift, matrix, bends);
            } else {
                opencv_calib3d.projectPoints(places, turn, shift, matrix, bends, drawn);
            }
            double sum = 0;
            float[] at = new float[view.length];
            drawn.<java.nio.FloatBuffer>createBuffer().get(at);
            for (int i = 0; i < view.length; i++) {
                sum += (at[i] - view[i]) * (at[i] - view[i]);
            }
            return Math.sqrt(sum / board.corners());
        }
    }

    private static double[] doubles(Mat matrix) {
        double[] numbers = new double[(int) (matrix.total() * matrix.channels())];
        try (DoubleIndexer indexer = matrix.createIndexer()) {
            for (int i = 0; i < numbers.length; i++) {
                numbers[i] = indexer.get(i / matrix.cols(), i % matrix.cols());
            }
        }
        return numbers;
    }
}
