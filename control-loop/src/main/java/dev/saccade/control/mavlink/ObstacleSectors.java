package dev.saccade.control.mavlink;

import dev.saccade.control.LoopConfigurationException;

/**
 * Directions in which obstacles are told: a fan of equal sectors around straight ahead, the leftmost first.
 *
 * @param count 0 for none, at most {@link MavlinkWriter#SECTORS}
 * @param fanDegrees from the left edge of the first to the right edge of the last, above 0 and at most 360
 * @param leastMetres least distance that the sensor can tell
 * @param mostMetres greatest one, at most 650
 */
public record ObstacleSectors(int count, double fanDegrees, double leastMetres, double mostMetres) {
    /** No obstacles are told. */
    public static final ObstacleSectors NONE = new ObstacleSectors(0, 90, 0.2, 20);

    private static final double MOST_METRES = 650;
    private static final double CM = 100;

    /**
     * Checks the ranges.
     *
     * @param count 0 for none, at most {@link MavlinkWriter#SECTORS}
     * @param fanDegrees above 0 and at most 360
     * @param leastMetres below the greatest
     * @param mostMetres at most 650
     */
    public ObstacleSectors {
        require(count >= 0 && count <= MavlinkWriter.SECTORS, "sectors=" + count + " is outside 0 to 72");
        require(fanDegrees > 0 && fanDegrees <= 360, "fan=" + fanDegrees + " is outside 0 to 360 degrees");
        require(
                leastMetres >= 0 && leastMetres < mostMetres && mostMetres <= MOST_METRES,
                "range=" + leastMetres + "-" + mostMetres + " must grow, from 0 to 650 m");
    }

    int leastCm() {
        return (int) Math.round(leastMetres * CM);
    }

    int mostCm() {
        return (int) Math.round(mostMetres * CM);
    }

    float stepDegrees() {
        return (float) (fanDegrees / count);
    }

    /** Direction of the first sector's middle, clockwise from ahead. */
    float firstDegrees() {
        return (float) ((fanDegrees / count - fanDegrees) / 2);
    }

    /** A distance as OBSTACLE_DISTANCE tells it: not known, near, or free as far as the sensor reaches. */
    int centimetres(double metres) {
        if (!(metres > 0)) {
            return MavlinkWriter.UNKNOWN_DISTANCE;
        }
        return metres > mostMetres ? mostCm() + 1 : Math.max(1, (int) Math.round(metres * CM));
    }

    private static void require(boolean condition, String message) {
        if (!condition) {
            throw new LoopConfigurationException("mavlink: " + message);
        }
    }
}
