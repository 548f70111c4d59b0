package dev.saccade.control;

import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.FailoverRecord;
import dev.saccade.pipeline.PerceptionAgent;
import java.util.function.LongSupplier;

/** The condition of a stream that runs. Control thread. */
final class LiveCondition implements StreamCondition {
    private final CameraAgent camera;
    private final PerceptionAgent perception;
    private final boolean lossless;
    private final LongSupplier bound;
    private long failovers;

    /**
     * @param lossless whether the source waits for perception: then no time tells of it
     * @param bound longest time without a new picture, ns; asked each time, since a stream may show its rate only later
     */
    LiveCondition(CameraAgent camera, PerceptionAgent perception, boolean lossless, LongSupplier bound) {
        this.camera = camera;
        this.perception = perception;
        this.lossless = lossless;
        this.bound = bound;
    }

    @Override
    public int at(long nowNs) {
        return ofCamera(nowNs) | ofEngine() | (perception.isMissingDeadlines() ? DEADLINE_MISSES : SOUND);
    }

    private int ofCamera(long nowNs) {
        if (camera.fault() != null) {
            return CAMERA_LOST;
        }
        if (lossless || !camera.isStarted() || camera.isFinished()) {
            return SOUND;
        }
        long boundNs = bound.getAsLong();
        if (nowNs - camera.latestPictureNs() > boundNs) {
            return nowNs - camera.latestFrameNs() > boundNs ? CAMERA_LOST : CAMERA_FROZEN;
        }
        long pictures = camera.captured() - camera.duplicates();
        return pictures > 1 || camera.acceptsRepeats() ? SOUND : ONE_PICTURE;
    }

    private int ofEngine() {
        FailoverRecord failover = perception.failover();
        if (failover == null) {
            return SOUND;
        }
        // A standby may be quicker than a tick: the count tells of a failure that is over already.
        long count = failover.failovers();
        boolean failed = count != failovers;
        failovers = count;
        return failed || failover.isAwaitingStandby() ? FALLBACK : SOUND;
    }
}
