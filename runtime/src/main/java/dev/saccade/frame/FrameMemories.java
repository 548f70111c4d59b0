package dev.saccade.frame;

import java.util.ServiceLoader;

/** Picks the memory that frames land in. */
public final class FrameMemories {
    private FrameMemories() {}

    /**
     * The best memory at this moment: page-locked once an engine of this process runs on a GPU, otherwise ordinary. To be
     * asked after the perceiver was loaded. Any thread.
     *
     * @return the usable provider with the highest priority
     */
    public static FrameMemory best() {
        FrameMemory best = HostFrameMemory.INSTANCE;
        for (FrameMemory memory : ServiceLoader.load(FrameMemory.class)) {
            if (memory.isUsable() && memory.priority() > best.priority()) {
                best = memory;
            }
        }
        return best;
    }
}
