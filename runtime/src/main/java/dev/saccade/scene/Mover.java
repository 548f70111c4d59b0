package dev.saccade.scene;

import java.util.SplittableRandom;

/** One thing of a {@link Scene}: its looks, its path, and where it stands now. */
final class Mover {
    // A figure's stride to its speed: full swings of the legs per own height walked.
    private static final double SWINGS_PER_HEIGHT = 1.1;

    final int kind;
    final int bodyLuma;
    final int bodyU;
    final int bodyV;
    final int legLuma;

    private final double depth;
    private final double start;
    private final double speed;
    private final double bob;
    private final double phase;

    /** Middle of the ground contact, x, pixels. */
    double baseX;
    /** Ground contact, y, pixels; grows towards the viewer. */
    double baseY;
    /** Height over the ground, pixels. */
    double tall;
    /** Half of the greatest width over time, pixels. */
    double halfWide;
    /** Half of the width now, pixels. */
    double reach;
    /** Leg angle as -1..1. */
    double swing;

    Mover(int kind, SplittableRandom random) {
        this.kind = kind;
        depth = random.nextDouble();
        start = random.nextDouble();
        speed = (0.5 + random.nextDouble()) * (random.nextBoolean() ? 1 : -1);
        bob = random.nextDouble();
        phase = random.nextDouble() * 2 * Math.PI;
        bodyLuma = 70 + random.nextInt(130);
        bodyU = 60 + random.nextInt(136);
        bodyV = 60 + random.nextInt(136);
        legLuma = 30 + random.nextInt(60);
    }

    void moveTo(double seconds, int width, int height, double horizon) {
        double near = 0.15 + 0.8 * depth + 0.05 * Wave.sin(0.3 * seconds + phase);
        baseY = height * (horizon + (1 - horizon) * near);
        tall = (baseY - height * horizon * 0.55) * (kind == Scene.PERSON ? 0.62 : 0.22 + 0.12 * bob);
        halfWide = tall * (kind == Scene.PERSON ? 0.21 : 0.5);
        double lane = width + 4 * halfWide;
        double walked = speed * tall * (kind == Scene.PERSON ? 0.8 : 1.4) * seconds;
        double along = start * lane + walked;
        baseX = along - lane * Math.floor(along / lane) - 2 * halfWide;
        swing = kind == Scene.PERSON ? Wave.sin(2 * Math.PI * SWINGS_PER_HEIGHT * walked / tall + phase) : 0;
        reach = kind == Scene.PERSON
                ? Math.max(SceneRenderer.SHOULDER * halfWide, Math.abs(foot()) + SceneRenderer.LEG * tall)
                : halfWide;
    }

    /** How far the front foot is ahead of the middle, pixels. */
    double foot() {
        return 0.7 * halfWide * swing;
    }

    float left() {
        return (float) Math.max(0, baseX - reach);
    }

    float right(int width) {
        return (float) Math.min(width, baseX + reach);
    }

    float top() {
        return (float) Math.max(0, baseY - tall);
    }

    float bottom(int height) {
        return (float) Math.min(height, baseY);
    }
}
