package dev.saccade.vision;

import dev.saccade.engine.Backend;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameMemory;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.time.MonotonicClock;

/** A perceiver with the one that stands in for it; owns both. Looks only with the first: who runs it switches over. */
final class StandbyPerceiver implements Perceiver {
    private final Perceiver perceiver;
    private final Perceiver standby;

    /** Takes both over only when it does not throw. */
    StandbyPerceiver(Perceiver perceiver, Perceiver standby) throws PackageException {
        String mismatch = Perceivers.mismatch(perceiver, standby);
        if (mismatch != null) {
            throw new PackageException(mismatch);
        }
        this.perceiver = perceiver;
        this.standby = standby;
    }

    @Override
    public ModelPackage model() {
        return perceiver.model();
    }

    @Override
    public Backend backend() {
        return perceiver.backend();
    }

    @Override
    public String description() {
        return perceiver.description();
    }

    @Override
    public String origin() {
        return perceiver.origin();
    }

    @Override
    public Perception newPerception() {
        return perceiver.newPerception();
    }

    @Override
    public int perceive(Frame frame, Perception into, MonotonicClock clock) {
        return perceiver.perceive(frame, into, clock);
    }

    @Override
    public void bounds(long deadlineNs, long hangTimeoutNs) {
        perceiver.bounds(deadlineNs, hangTimeoutNs);
    }

    @Override
    public long leastHangTimeoutNs() {
        return perceiver.leastHangTimeoutNs();
    }

    @Override
    public boolean isReady() {
        return perceiver.isReady();
    }

    @Override
    public FrameMemory frameMemory() {
        return perceiver.frameMemory();
    }

    @Override
    public Perceiver standby() {
        return standby;
    }

    @Override
    public String lastError() {
        return perceiver.lastError();
    }

    @Override
    public boolean lastFaultWasHang() {
        return perceiver.lastFaultWasHang();
    }

    @Override
    public void close() {
        perceiver.close();
        standby.close();
    }
}
