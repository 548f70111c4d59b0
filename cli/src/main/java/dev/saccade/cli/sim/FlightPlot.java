package dev.saccade.cli.sim;

import dev.saccade.control.mode.Mode;
import dev.saccade.scene.landing.LandingPad;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;

/** Draws a flight: its path from above, and over time height, distance, errors of the estimate, age, mode and phase. */
public final class FlightPlot {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;
    private static final int MARGIN = 46;
    private static final Color INK = new Color(0x30343b);
    private static final Color GRID = new Color(0xdfe3e8);
    private static final Color TRUTH = new Color(0x1f5fa8);
    private static final Color ESTIMATE = new Color(0xd9691e);
    private static final Color[] MODES = {new Color(0x4c9f70), new Color(0xe3b341), new Color(0xc94f4f)};
    private static final Color[] PHASES = {
        new Color(0x9aa5b1), new Color(0x7fb3e0), new Color(0x4f86c6), new Color(0x2b4f81), new Color(0xd98c5f)
    };

    private final List<FlightTick> ticks;
    private final FlightResult result;
    private final Graphics2D g;
    private final double duration;

    private FlightPlot(FlightResult result, Graphics2D g) {
        this.result = result;
        this.g = g;
        ticks = result.log().ticks();
        duration = Math.max(1, ticks.get(ticks.size() - 1).seconds());
    }

    /**
     * Draws a flight.
     *
     * @param result with at least one tick
     * @return a PNG
     * @throws IOException never: it goes to memory
     */
    public static byte[] png(FlightResult result) throws IOException {
        BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setColor(Color.WHITE);
        g.fillRect(0, 0, WIDTH, HEIGHT);
        new FlightPlot(result, g).draw();
        g.dispose();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(image, "png", bytes);
        return bytes.toByteArray();
    }

    private void draw() {
        g.setColor(INK);
        g.drawString(
                String.format(
                        Locale.ROOT,
                        "seed %d: %s, %.3f m off, turned %.1f degrees, %.2f m/s, %.1f s",
                        result.plan().seed(),
                        result.isLanded() ? "landed" : result.ending().text(),
                        result.off(),
                        Math.toDegrees(result.turned()),
                        result.speed(),
                        result.seconds()),
                MARGIN,
                24);
        path(new Rectangle2D.Double(MARGIN, 50, 470, 470));
        Panel height =
                new Panel(590, 50, 640, 190, "height of the camera over the pad, m (blue true, orange estimated)");
        height.scale(t -> t.truth()[2] + DroneCamera.MOUNT, this::estimatedHeight);
        height.line(TRUTH, t -> t.truth()[2] + DroneCamera.MOUNT);
        height.line(ESTIMATE, this::estimatedHeight);
        Panel away =
                new Panel(590, 290, 640, 190, "distance to the pad over the ground, m (blue true, orange estimated)");
        away.scale(this::trueAway, this::estimatedAway);
        away.line(TRUTH, this::trueAway);
        away.line(ESTIMATE, this::estimatedAway);
        Panel age = new Panel(590, 530, 640, 120, "age of the perception, ms");
        age.scale(t -> t.ageNs() / 1e6, t -> Flight.MAX_AGE.toMillis() * 1.2);
        age.line(GRID.darker(), t -> Flight.MAX_AGE.toMillis());
        age.line(INK, t -> t.ageNs() / 1e6);
        bands(
                690,
                "mode: green NOMINAL, yellow DEGRADED, red SAFE",
                t -> MODES[t.mode().code()]);
        bands(
                745,
                "phase: grey SEARCH, light to dark blue APPROACH, DESCEND, FINAL, orange BLIND",
                t -> phase(t.phase()));
    }

    private static Color phase(Phase phase) {
        return switch (phase) {
            case SEARCH -> PHASES[0];
            case APPROACH -> PHASES[1];
            case DESCEND -> PHASES[2];
            case FINAL -> PHASES[3];
            case BLIND -> PHASES[4];
        };
    }

    private double estimatedHeight(FlightTick t) {
        return t.estimate() == null || t.mode() == Mode.SAFE ? Double.NaN : t.estimate()[2];
    }

    private double estimatedAway(FlightTick t) {
        return t.estimate() == null || t.mode() == Mode.SAFE ? Double.NaN : away(t.estimate()[0], t.estimate()[1]);
    }

    private double trueAway(FlightTick t) {
        LandingPad pad = result.plan().pad();
        return away(t.truth()[0] - pad.x(), t.truth()[1] - pad.y());
    }

    private static double away(double dx, double dy) {
        return Math.sqrt(dx * dx + dy * dy);
    }

    /** From above, north up, the pad and the tolerance around its middle. */
    private void path(Rectangle2D area) {
        LandingPad pad = result.plan().pad();
        double reach = 1.5;
        for (FlightTick t : ticks) {
            reach = Math.max(reach, 1.1 * Math.abs(t.truth()[0] - pad.x()));
            reach = Math.max(reach, 1.1 * Math.abs(t.truth()[1] - pad.y()));
        }
        double scale = area.getWidth() / 2 / reach;
        double middleX = area.getCenterX();
        double middleY = area.getCenterY();
        g.setColor(GRID);
        for (int metre = (int) -reach; metre <= reach; metre++) {
            int x = (int) (middleX + metre * scale);
            int y = (int) (middleY + metre * scale);
            g.drawLine(x, (int) area.getMinY(), x, (int) area.getMaxY());
            g.drawLine((int) area.getMinX(), y, (int) area.getMaxX(), y);
        }
        AffineTransform before = g.getTransform();
        g.translate(middleX, middleY);
        g.rotate(-pad.heading());
        g.setColor(ESTIMATE);
        g.draw(new Rectangle2D.Double(
                -LandingPad.HALF_DEPTH * scale,
                -LandingPad.HALF_WIDTH * scale,
                2 * LandingPad.HALF_DEPTH * scale,
                2 * LandingPad.HALF_WIDTH * scale));
        g.setTransform(before);
        int tolerance = (int) (FlightResult.MOST_OFF * scale);
        g.drawOval((int) middleX - tolerance, (int) middleY - tolerance, 2 * tolerance, 2 * tolerance);
        g.setStroke(new BasicStroke(2));
        for (int i = 1; i < ticks.size(); i++) {
            double[] a = ticks.get(i - 1).truth();
            double[] b = ticks.get(i).truth();
            g.setColor(MODES[ticks.get(i).mode().code()]);
            g.drawLine(
                    (int) (middleX + (a[0] - pad.x()) * scale),
                    (int) (middleY - (a[1] - pad.y()) * scale),
                    (int) (middleX + (b[0] - pad.x()) * scale),
                    (int) (middleY - (b[1] - pad.y()) * scale));
        }
        g.setStroke(new BasicStroke(1));
        g.setColor(INK);
        g.drawString(
                "path from above, metres, north up; coloured by mode", (int) area.getMinX(), (int) area.getMaxY() + 18);
    }

    private void bands(int y, String title, java.util.function.Function<FlightTick, Color> colour) {
        for (FlightTick t : ticks) {
            g.setColor(colour.apply(t));
            g.fillRect((int) (590 + 640 * t.seconds() / duration), y, 2, 18);
        }
        g.setColor(INK);
        g.drawString(title, 590, y + 34);
    }

    /** One curve over time with its axes. */
    private final class Panel {
        private final int left;
        private final int top;
        private final int wide;
        private final int tall;
        private final String title;
        private double most = 1;

        Panel(int left, int top, int wide, int tall, String title) {
            this.left = left;
            this.top = top;
            this.wide = wide;
            this.tall = tall;
            this.title = title;
        }

        void scale(ToDoubleFunction<FlightTick> first, ToDoubleFunction<FlightTick> second) {
            for (FlightTick t : ticks) {
                for (double value : new double[] {first.applyAsDouble(t), second.applyAsDouble(t)}) {
                    most = Double.isNaN(value) ? most : Math.max(most, value);
                }
            }
            g.setColor(GRID);
            for (int i = 0; i <= 4; i++) {
                int y = top + tall - tall * i / 4;
                g.drawLine(left, y, left + wide, y);
            }
            g.setColor(INK);
            for (int i = 0; i <= 4; i += 2) {
                g.drawString(
                        String.format(Locale.ROOT, most < 100 ? "%.1f" : "%.0f", most * i / 4),
                        left - 40,
                        top + tall - tall * i / 4 + 4);
            }
            g.drawString(String.format(Locale.ROOT, "0 to %.1f s: %s", duration, title), left, top - 8);
        }

        void line(Color colour, ToDoubleFunction<FlightTick> value) {
            g.setColor(colour);
            double lastX = Double.NaN;
            double lastY = Double.NaN;
            for (FlightTick t : ticks) {
                double at = value.applyAsDouble(t);
                double x = left + wide * t.seconds() / duration;
                double y = top + tall - tall * Math.max(0, Math.min(most, at)) / most;
                if (!Double.isNaN(at) && !Double.isNaN(lastY)) {
                    g.drawLine((int) lastX, (int) lastY, (int) x, (int) y);
                }
                lastX = x;
                lastY = Double.isNaN(at) ? Double.NaN : y;
            }
        }
    }
}
