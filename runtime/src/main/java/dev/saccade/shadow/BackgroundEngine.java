package dev.saccade.shadow;

import dev.saccade.engine.Engine;
import dev.saccade.engine.FrameEngine;
import dev.saccade.engine.WrappedEngine;
import dev.saccade.pipeline.Rights;
import dev.saccade.posix.Posix;
import java.io.IOException;
import java.nio.file.Path;

/**
 * An engine on the CPU that runs only where nothing else would: its thread is SCHED_IDLE inside {@link #run}, and ordinary
 * outside. Not longer, because a thread that is starved in Java code holds up the safepoint that the control thread may
 * wait for; in native code it holds up nothing. Who may not come back from SCHED_IDLE (sched(7)) uses SCHED_BATCH.
 *
 * <p>Owns the engine; its compute must be that of the calling thread alone.
 */
public final class BackgroundEngine extends WrappedEngine {
    private static final int ORDINARY = 0;
    private static final int BATCH = 1;
    private static final int IDLE = 2;

    private final int level;
    private String refused = "";

    private BackgroundEngine(Engine engine, int level) {
        super(engine);
        this.level = level;
    }

    /**
     * Puts an engine behind others.
     *
     * @param engine taken over
     * @return one that gives way; the engine itself when a device runs it
     */
    public static Engine of(Engine engine) {
        return engine instanceof FrameEngine ? engine : new BackgroundEngine(engine, mayReturn() ? IDLE : BATCH);
    }

    private static boolean mayReturn() {
        try {
            return Rights.read(Path.of("/proc")).allowsNice();
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public int run() {
        int lowered = Posix.background(level);
        int status = super.run();
        int raised = Posix.background(ORDINARY);
        if ((lowered != 0 || raised != 0) && refused.isEmpty()) {
            refused = "scheduling class not changed (errno " + Math.max(-lowered, -raised) + ")";
        }
        return status;
    }

    @Override
    public String description() {
        String behind = level == IDLE ? "SCHED_IDLE" : "SCHED_BATCH";
        return super.description() + ", " + (refused.isEmpty() ? behind : refused);
    }
}
