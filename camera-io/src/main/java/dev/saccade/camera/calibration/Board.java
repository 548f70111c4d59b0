package dev.saccade.camera.calibration;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A flat chessboard.
 *
 * @param columns inner corners in a row, where four squares meet
 * @param rows inner corners in a column
 * @param squareMm side of a square, millimetres
 */
public record Board(int columns, int rows, double squareMm) {
    private static final Pattern CORNERS = Pattern.compile("(\\d{1,2})x(\\d{1,2})");
    private static final Pattern SIDE = Pattern.compile("(\\d{1,4}(?:\\.\\d{1,4})?)mm");

    /**
     * Checks the sizes.
     *
     * @param columns 3 or more
     * @param rows 3 or more
     * @param squareMm more than 0
     * @throws IllegalArgumentException otherwise
     */
    public Board {
        if (columns < 3 || rows < 3 || !(squareMm > 0)) {
            throw new IllegalArgumentException(
                    "a board of " + columns + "x" + rows + " corners and squares of " + squareMm + " mm");
        }
    }

    /**
     * Reads what a user writes.
     *
     * @param corners such as {@code 9x6}
     * @param square such as {@code 25mm}
     * @return the board
     * @throws IllegalArgumentException one line, when it is none
     */
    public static Board parse(String corners, String square) {
        Matcher counts = CORNERS.matcher(corners);
        Matcher side = SIDE.matcher(square);
        if (!counts.matches() || Integer.parseInt(counts.group(1)) < 3 || Integer.parseInt(counts.group(2)) < 3) {
            throw new IllegalArgumentException("board " + corners
                    + ": give its inner corners, where four squares meet, at least 3x3, as in 9x6 for 10x7 squares");
        }
        if (!side.matches() || Double.parseDouble(side.group(1)) <= 0) {
            throw new IllegalArgumentException("square " + square + ": give the side of a square, as in 25mm");
        }
        return new Board(
                Integer.parseInt(counts.group(1)),
                Integer.parseInt(counts.group(2)),
                Double.parseDouble(side.group(1)));
    }

    /** @return inner corners in all */
    public int corners() {
        return columns * rows;
    }

    /** Where a corner lies, rightwards from the first; corners are counted row by row. */
    float rightMm(int corner) {
        return (float) (corner % columns * squareMm);
    }

    /** Where a corner lies, downwards from the first. */
    float downMm(int corner) {
        int row = corner / columns;
        return (float) (row * squareMm);
    }
}
