package dev.saccade.frame;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;

/** Ordinary memory, page-aligned. Serves where no GPU reads the frames. */
public final class HostFrameMemory implements FrameMemory {
    /** One provider for the process. */
    public static final HostFrameMemory INSTANCE = new HostFrameMemory();

    private static final long PAGE = 4096;

    private final ConcurrentMap<Long, BytePointer> owners = new ConcurrentHashMap<>();

    private HostFrameMemory() {}

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public boolean isUsable() {
        return true;
    }

    @Override
    public long allocate(long bytes) {
        BytePointer owner = new BytePointer(bytes + PAGE);
        Pointer.memset(owner, 0, bytes + PAGE);
        long address = (owner.address() + PAGE - 1) / PAGE * PAGE;
        owners.put(address, owner);
        return address;
    }

    @Override
    public void free(long address, long bytes) {
        BytePointer owner = owners.remove(address);
        if (owner != null) {
            owner.deallocate();
        }
    }
}
