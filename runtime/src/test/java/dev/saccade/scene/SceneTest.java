package dev.saccade.scene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameRing;
import dev.saccade.frame.FrameSlot;
import dev.saccade.frame.HostFrameMemory;
import dev.saccade.frame.NativeBytes;
import dev.saccade.frame.StampClass;
import org.junit.jupiter.api.Test;

class SceneTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 240;
    private static final int STRIP = 20;
    private static final int SLACK = 3;

    private int edgesChecked;

    @Test
    void shouldBeAFunctionOfTheFrameNumber() {
        Scene forward = new Scene(WIDTH, HEIGHT, 30, 5);
        for (int f = 0; f < 200; f++) {
            forward.moveTo(f);
        }
        Scene jumped = new Scene(WIDTH, HEIGHT, 30, 5);
        jumped.moveTo(199);
        assertThat(jumped.count()).isEqualTo(forward.count());
        for (int i = 0; i < jumped.count(); i++) {
            assertThat(jumped.label(i)).isEqualTo(forward.label(i));
            assertThat(jumped.x(i)).isEqualTo(forward.x(i));
            assertThat(jumped.y(i)).isEqualTo(forward.y(i));
        }
    }

    @Test
    void shouldKeepBoxesInsideTheFrameAndThingsMoving() {
        Scene scene = new Scene(WIDTH, HEIGHT, 30, 9);
        int people = 0;
        for (int f = 0; f < 900; f++) {
            scene.moveTo(f);
            for (int i = 0; i < scene.count(); i++) {
                assertThat(scene.x(i)).isBetween(0f, (float) WIDTH);
                assertThat(scene.y(i)).isBetween(0f, (float) HEIGHT);
                assertThat(scene.x(i) + scene.boxWidth(i)).isLessThanOrEqualTo(WIDTH + 0.01f);
                assertThat(scene.y(i) + scene.boxHeight(i)).isLessThanOrEqualTo(HEIGHT + 0.01f);
                people += scene.label(i) == Scene.PERSON ? 1 : 0;
            }
        }
        assertThat(people).isGreaterThan(900);
    }

    @Test
    void shouldDrawThingsInsideTheirBoxesAndNowhereElse() {
        for (long seed = 1; seed <= 5; seed++) {
            Scene scene = new Scene(WIDTH, HEIGHT, 30, seed);
            SceneRenderer renderer = new SceneRenderer(scene);
            try (FrameRing ring = new FrameRing(3, HostFrameMemory.INSTANCE)) {
                for (int f = 0; f < 600; f += 60) {
                    scene.moveTo(f);
                    FrameSlot slot = ring.acquire();
                    slot.prepare(renderer.format());
                    renderer.render(slot);
                    slot.describe(f, f, StampClass.PLAYBACK);
                    ring.publish(slot);
                    Frame frame = ring.leaseNewest(-1);
                    checkOutside(scene, frame, seed);
                    checkEdges(scene, frame, seed);
                    frame.release();
                }
            }
        }
        assertThat(edgesChecked).isGreaterThan(5);
    }

    private static void checkOutside(Scene scene, Frame frame, long seed) {
        for (int y = STRIP / 2; y < HEIGHT / 2; y++) {
            byte[] row = NativeBytes.read(frame.address(1) + (long) y * frame.stride(1), WIDTH / 2);
            for (int x = 0; x < WIDTH / 2; x++) {
                if (!inAnyBox(scene, 2 * x, 2 * y)) {
                    assertThat(row[x] & 0xff)
                            .as("seed %d frame %d chroma at %d,%d", seed, scene.frame(), x, y)
                            .isIn(118, 146);
                }
            }
        }
    }

    private static boolean inAnyBox(Scene scene, int x, int y) {
        for (int i = 0; i < scene.count(); i++) {
            if (x >= scene.x(i) - SLACK
                    && x <= scene.x(i) + scene.boxWidth(i) + SLACK
                    && y >= scene.y(i) - SLACK
                    && y <= scene.y(i) + scene.boxHeight(i) + SLACK) {
                return true;
            }
        }
        // Slivers at the frame's edge are drawn, but have no box.
        return x < 8 || x > WIDTH - 8;
    }

    /** The nearest thing is drawn last, so that nothing hides its edges: its box must be tight on all four sides. */
    private void checkEdges(Scene scene, Frame frame, long seed) {
        int i = scene.count() - 1;
        Mover nearest = scene.mover(scene.movers() - 1);
        int x0 = Math.round(scene.x(i));
        int y0 = Math.round(scene.y(i));
        int x1 = Math.round(scene.x(i) + scene.boxWidth(i));
        int y1 = Math.round(scene.y(i) + scene.boxHeight(i));
        boolean outOfSight = scene.x(i) != nearest.left() || scene.y(i) != nearest.top();
        if (outOfSight || scene.label(i) == Scene.PERSON || x0 < 8 || x1 > WIDTH - 8 || y0 < STRIP) {
            return;
        }
        String what = "seed " + seed + " frame " + scene.frame() + " box " + x0 + "," + y0 + "," + x1 + "," + y1;
        edgesChecked++;
        assertThat(shows(frame, nearest, x0 - 1, y0 - 1, x0 + SLACK, y1))
                .as("left of " + what)
                .isTrue();
        assertThat(shows(frame, nearest, x1 - SLACK, y0 - 1, x1 + 1, y1))
                .as("right of " + what)
                .isTrue();
        assertThat(shows(frame, nearest, x0, y0 - 1, x1, y0 + SLACK))
                .as("top of " + what)
                .isTrue();
        assertThat(shows(frame, nearest, x0, y1 - SLACK, x1, y1))
                .as("bottom of " + what)
                .isTrue();
    }

    private static boolean shows(Frame frame, Mover thing, int x0, int y0, int x1, int y1) {
        for (int y = Math.max(0, y0); y < Math.min(HEIGHT, y1); y++) {
            for (int x = Math.max(0, x0); x < Math.min(WIDTH, x1); x++) {
                if (NativeBytes.at(frame, 0, x, y) == thing.bodyLuma) {
                    return true;
                }
            }
        }
        return false;
    }
}
