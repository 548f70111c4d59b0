package dev.saccade.worker;

import dev.saccade.frame.FrameMemory;
import dev.saccade.posix.SharedFile;
import org.bytedeco.javacpp.LongPointer;

/**
 * Frames in shared files of fixed, sealed size, one a slot, so that a worker reads them in place. A worker that ended may
 * leave a device behind that still reads: {@link #renew} makes every slot move to a new file when it is next written.
 * Allocated and freed by the camera thread, looked up by the one that submits; the snapshot between them is immutable.
 */
final class SharedFrameMemory implements FrameMemory {
    /** Slots of a ring, old ones that are still leased, and the worker's own. */
    static final int MOST_REGIONS = 256;

    private final boolean readOnlyElsewhere;
    private volatile Region[] regions = new Region[MOST_REGIONS];
    private volatile int generation;

    /** @param readOnlyElsewhere whether the worker cannot write to frames; a device's driver may have to */
    SharedFrameMemory(boolean readOnlyElsewhere) {
        this.readOnlyElsewhere = readOnlyElsewhere;
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public boolean isUsable() {
        return true;
    }

    @Override
    public synchronized long allocate(long bytes) {
        int index = freeIndex();
        try (LongPointer address = new LongPointer(1)) {
            int fd = SharedFile.make(bytes, readOnlyElsewhere, address.address());
            if (index < 0 || fd < 0) {
                if (fd >= 0) {
                    SharedFile.unmap(address.get(), bytes);
                    SharedFile.close(fd);
                }
                throw new OutOfMemoryError("no shared memory of " + bytes + " bytes for a frame: "
                        + (index < 0 ? "all " + MOST_REGIONS + " places are taken" : "errno " + -fd)
                        + "; free memory, or run with --isolation none");
            }
            Region[] next = regions.clone();
            next[index] = new Region(index, fd, address.get(), bytes, generation);
            regions = next;
            return address.get();
        }
    }

    private int freeIndex() {
        for (int i = 0; i < MOST_REGIONS; i++) {
            if (regions[i] == null) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public synchronized void free(long address, long bytes) {
        Region region = find(address);
        if (region != null) {
            Region[] next = regions.clone();
            next[region.index()] = null;
            regions = next;
            SharedFile.unmap(region.address(), region.bytes());
            SharedFile.close(region.fd());
        }
    }

    /** Where an address lies; null: not in this memory. */
    Region find(long address) {
        Region[] now = regions;
        for (int i = 0; i < MOST_REGIONS; i++) {
            if (now[i] != null && now[i].holds(address)) {
                return now[i];
            }
        }
        return null;
    }

    @Override
    public int generation() {
        return generation;
    }

    /** Slots that are written from here on get new files. */
    synchronized void renew() {
        int next = generation + 1;
        generation = next;
    }
}
