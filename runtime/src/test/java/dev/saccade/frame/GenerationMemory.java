package dev.saccade.frame;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Memory of frames that knows what it gave out, and which of it counts as gone since. */
final class GenerationMemory implements FrameMemory {
    private record Piece(long bytes, int generation) {}

    private final Map<Long, Piece> pieces = new ConcurrentHashMap<>();
    private final AtomicInteger allocations = new AtomicInteger();
    private volatile int generation;

    /** From now on frames must land in new memory. */
    void renew() {
        generation = generation() + 1;
    }

    int allocations() {
        return allocations.get();
    }

    int live() {
        return pieces.size();
    }

    boolean isOfPresentGeneration(Frame frame) {
        Piece piece = pieces.get(frame.address(0));
        return piece != null
                && piece.generation() == generation
                && piece.bytes() >= frame.format().alignedBytes();
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
    public long allocate(long bytes) {
        long address = HostFrameMemory.INSTANCE.allocate(bytes);
        pieces.put(address, new Piece(bytes, generation));
        allocations.incrementAndGet();
        return address;
    }

    @Override
    public void free(long address, long bytes) {
        pieces.remove(address);
        HostFrameMemory.INSTANCE.free(address, bytes);
    }

    @Override
    public int generation() {
        return generation;
    }
}
