package dev.saccade.camera.calibration;

import dev.saccade.lens.Lens;
import java.awt.image.BufferedImage;

/** Draws a chessboard as a camera with a known lens sees it, from the lens's own formulas. */
final class BoardPainter {
    private static final int ROUNDS = 40;
    private static final int SUB = 3;

    private final Board board;
    /** Tangents of the rays through the pixels' corners, one more each way than pixels. */
    private final double[] rayX;

    private final double[] rayY;
    private final int width;
    private final int height;

    BoardPainter(Lens lens, Board board) {
        this.board = board;
        width = lens.width();
        height = lens.height();
        rayX = new double[(width + 1) * (height + 1)];
        rayY = new double[rayX.length];
        double[] at = new double[2];
        for (int y = 0; y <= height; y++) {
            double px = -0.5;
            double py = y - 0.5;
            for (int x = 0; x <= width; x++) {
                // Where the pinhole would draw what lies here: sought by the distance that is still to go.
                double left = 1;
                for (int round = 0; left > 1e-6 && round < ROUNDS; round++) {
                    left = lens.locate(px, py, at) ? Math.abs(x - 0.5 - at[0]) + Math.abs(y - 0.5 - at[1]) : 0;
                    px += left > 0 ? x - 0.5 - at[0] : 0;
                    py += left > 0 ? y - 0.5 - at[1] : 0;
                }
                int i = y * (width + 1) + x;
                rayX[i] = lens.tangentX(px);
                rayY[i] = lens.tangentY(py);
                px += 1;
            }
        }
    }

    private static double between(double[] corners, int i, int across, double u, double v) {
        double above = corners[i] + u * (corners[i + 1] - corners[i]);
        double below = corners[i + across] + u * (corners[i + across + 1] - corners[i + across]);
        return above + v * (below - above);
    }

    /** The board's middle at a place in millimetres, turned about its upright and its level axis. */
    BufferedImage paint(double x, double y, double z, double yaw, double pitch) {
        double cy = StrictMath.cos(yaw);
        double sy = StrictMath.sin(yaw);
        double cp = StrictMath.cos(pitch);
        double sp = StrictMath.sin(pitch);
        // Columns of the rotation: the board's right, its down, its normal.
        double[] right = {cy, 0, -sy};
        double[] down = {sy * sp, cp, cy * sp};
        double[] normal = {sy * cp, -sp, cy * cp};
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        double reach = normal[0] * x + normal[1] * y + normal[2] * z;
        for (int py = 0; py < height; py++) {
            for (int px = 0; px < width; px++) {
                int sum = 0;
                for (int s = 0; s < SUB * SUB; s++) {
                    int i = py * (width + 1) + px;
                    int row = s / SUB;
                    double tx = between(rayX, i, width + 1, (s % SUB + 0.5) / SUB, (row + 0.5) / SUB);
                    double ty = between(rayY, i, width + 1, (s % SUB + 0.5) / SUB, (row + 0.5) / SUB);
                    double far = reach / (normal[0] * tx + normal[1] * ty + normal[2]);
                    double dx = tx * far - x;
                    double dy = ty * far - y;
                    double dz = far - z;
                    double u = (right[0] * dx + right[1] * dy + right[2] * dz) / board.squareMm();
                    double v = (down[0] * dx + down[1] * dy + down[2] * dz) / board.squareMm();
                    sum += shade(u + (board.columns() + 1) / 2.0, v + (board.rows() + 1) / 2.0);
                }
                picture.getRaster().setSample(px, py, 0, sum / (SUB * SUB));
            }
        }
        return picture;
    }

    /** Squares with a white rim on a grey wall; a ray that meets no board shows the wall. */
    private int shade(double u, double v) {
        int columns = board.columns() + 1;
        int rows = board.rows() + 1;
        if (!(u > -1 && v > -1 && u < columns + 1 && v < rows + 1)) {
            return 120;
        }
        if (u < 0 || v < 0 || u >= columns || v >= rows) {
            return 230;
        }
        return ((int) u + (int) v) % 2 == 0 ? 25 : 230;
    }
}
