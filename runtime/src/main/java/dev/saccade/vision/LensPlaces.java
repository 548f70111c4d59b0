package dev.saccade.vision;

import dev.saccade.frame.FrameFormat;
import dev.saccade.lens.Lens;
import org.bytedeco.javacpp.IntPointer;

/** Where in the frame each pixel of a rectified image lies, as the kernels want it. */
final class LensPlaces {
    private static final int NOWHERE = -1;
    private static final int COLUMN_ONE = 16384;
    private static final int ROW_ONE = 256;
    private static final int FIRST = 16;

    private LensPlaces() {}

    /** Two taps for each pixel of the place, row by row; owned by the caller. */
    static IntPointer of(FrameFormat format, Geometry geometry) {
        Lens lens = format.view().lens();
        int[] places = new int[2 * geometry.placeWidth * geometry.placeHeight];
        double[] at = new double[2];
        for (int y = 0, i = 0; y < geometry.placeHeight; y++) {
            double pictureY = centre(y, geometry.cropY, geometry.cropHeight, geometry.placeHeight);
            for (int x = 0; x < geometry.placeWidth; x++, i += 2) {
                double pictureX = centre(x, geometry.cropX, geometry.cropWidth, geometry.placeWidth);
                boolean isShown = lens.locate(pictureX, pictureY, at)
                        && isInside(at[0], format.width())
                        && isInside(at[1], format.height());
                places[i] = isShown ? tap(at[0], format.width(), COLUMN_ONE) : NOWHERE;
                places[i + 1] = isShown ? tap(at[1], format.height(), ROW_ONE) : 0;
            }
        }
        return new IntPointer(places);
    }

    private static double centre(int i, int crop, int cropSize, int placeSize) {
        return crop + (i + 0.5) * cropSize / placeSize - 0.5;
    }

    /** Up to the outer edge of the outermost pixels, which repeat there. */
    private static boolean isInside(double at, int size) {
        return at >= -0.5 && at <= size - 0.5;
    }

    private static int tap(double at, int size, int one) {
        double inside = Math.max(0, Math.min(size - 1, at));
        int first = (int) inside;
        int weight = (int) Math.rint((inside - first) * one);
        return weight == one ? (first + 1) << FIRST : (first << FIRST) | weight;
    }
}
