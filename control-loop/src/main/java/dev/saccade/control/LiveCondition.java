package dev.saccade.control;

import dev.saccade.pipeline.CameraAgent;
import dev.saccade.pipeline.FailoverRecord;
import dev.saccade.pipeline.PerceptionAgent;

/** The condition of a stream that runs. Control thread. */
final class LiveCondition implements StreamCondition {
    private final CameraAgent camera;
    private final PerceptionAgent perception;
    private final boolean lossless;
    private final long boundNs;
    private long failovers;

    /**
     * @param lossless whether the source waits for perception: then no time tells of it
     * @param boundNs time without a new picture
     */
    LiveCondition(CameraAgent camera, PerceptionAgent perception, boolean lossless, long boundNs) {
        this.camera = camera;
        this.perception = perception;
        this.lossless = lossless;
        this.boundNs = boundNs;
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
