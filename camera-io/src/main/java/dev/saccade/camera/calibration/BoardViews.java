package dev.saccade.camera.calibration;

import dev.saccade.frame.Frame;
import dev.saccade.lens.Distortion;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.indexer.FloatIndexer;
import org.bytedeco.opencv.global.opencv_calib3d;
import org.bytedeco.opencv.opencv_core.Mat;
import org.bytedeco.opencv.opencv_core.Scalar;
import org.bytedeco.opencv.opencv_core.Size;

/**
 * Views of a board, chosen among pictures: sharp ones that differ. Corners are OpenCV's
 * ({@code findChessboardCornersSB}), to a fraction of a pixel. Holds no native memory. One thread; for people, not for the
 * hot path.
 */
public final class BoardViews {
    /** Cells of the picture, across and down, whose share with a corner in it is the coverage. */
    private static final int ACROSS = 8;

    private static final int DOWN = 6;
    /**
     * Farthest distance of a corner from its place in an earlier view, as a share of the picture's diagonal: a board that
     * is tilted about its middle moves its rim alone.
     */
    private static final double LEAST_MOVE = 0.02;
    /** Pixels over which a square's edge rises; a sharp picture has two or less. */
    private static final double WIDEST_EDGE = 3.5;

    private final Board board;
    private final List<float[]> views = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    private final boolean[] covered = new boolean[ACROSS * DOWN];
    private int width;
    private int height;

    /**
     * Begins without a view; loads OpenCV.
     *
     * @param board what is looked for
     * @throws LinkageError when this machine cannot load OpenCV
     */
    public BoardViews(Board board) {
        this.board = board;
        Loader.load(opencv_calib3d.class);
    }

    /**
     * Looks for the board in a picture and takes it as a view when it says something new.
     *
     * @param frame leased by the caller, read during the call
     * @param name of the picture, for the result
     * @return what became of it
     * @throws CalibrationException when its size is not that of the first
     */
    public Offer offer(Frame frame, String name) throws CalibrationException {
        int w = frame.format().width();
        int h = frame.format().height();
        if (width != 0 && (w != width || h != height)) {
            throw new CalibrationException(name + " is a picture of " + w + "x" + h + ", and those before are of "
                    + width + "x" + height + ": a calibration is for one size; take pictures of one size");
        }
        width = w;
        height = h;
        try (Mat gray = GrayPicture.of(frame);
                Mat corners = new Mat();
                Size size = new Size(board.columns(), board.rows())) {
            int how = opencv_calib3d.CALIB_CB_NORMALIZE_IMAGE | opencv_calib3d.CALIB_CB_ACCURACY;
            if (!opencv_calib3d.findChessboardCornersSB(gray, size, corners, how)
                    || corners.total() != board.corners()) {
                return Offer.NO_BOARD;
            }
            if (edge(gray, size, corners) > WIDEST_EDGE) {
                return Offer.BLURRED;
            }
            float[] found = new float[2 * board.corners()];
            try (FloatIndexer points = corners.createIndexer()) {
                for (int i = 0; i < board.corners(); i++) {
                    found[2 * i] = points.get(i, 0, 0);
                    found[2 * i + 1] = points.get(i, 0, 1);
                }
            }
            if (isRepeated(found)) {
                return Offer.REPEATED;
            }
            views.add(found);
            names.add(name);
            cover(found);
            return Offer.TAKEN;
        }
    }

    private static double edge(Mat gray, Size size, Mat corners) {
        try (Scalar told = opencv_calib3d.estimateChessboardSharpness(gray, size, corners)) {
            return told.get(0);
        }
    }

    private boolean isRepeated(float[] found) {
        double least = LEAST_MOVE * Math.sqrt((double) width * width + (double) height * height);
        for (float[] view : views) {
            double farthest = 0;
            for (int i = 0; i < found.length; i += 2) {
                double dx = found[i] - view[i];
                double dy = found[i + 1] - view[i + 1];
                farthest = Math.max(farthest, Math.sqrt(dx * dx + dy * dy));
            }
            if (farthest < least) {
                return true;
            }
        }
        return false;
    }

    private void cover(float[] found) {
        for (int i = 0; i < found.length; i += 2) {
            int x = Math.min(ACROSS - 1, Math.max(0, (int) (found[i] * ACROSS / width)));
            int y = Math.min(DOWN - 1, Math.max(0, (int) (found[i + 1] * DOWN / height)));
            covered[y * ACROSS + x] = true;
        }
    }

    /** @return how many were taken */
    public int size() {
        return views.size();
    }

    /** @return share of the picture, in 8 by 6 cells, in which a view has a corner, 0 to 1 */
    public double coverage() {
        int count = 0;
        for (boolean cell : covered) {
            count += cell ? 1 : 0;
        }
        return (double) count / covered.length;
    }

    /**
     * Solves for the camera. Takes up to some seconds.
     *
     * @param model how its lens bends rays
     * @return the camera
     * @throws CalibrationException when the views do not determine it
     */
    public CalibratedCamera solve(Distortion model) throws CalibrationException {
        return CameraSolver.solve(board, width, height, views, names, coverage(), model);
    }
}
