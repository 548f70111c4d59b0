package dev.saccade.worker;

/** One shared file with a frame in it, mapped here. The worker learns of it with the first frame that lies there. */
final class Region {
    private final int index;
    private final int fd;
    private final long address;
    private final long bytes;
    private final int generation;
    /** Number of the worker that knows it; the thread that submits. */
    private long knownTo = -1;

    Region(int index, int fd, long address, long bytes, int generation) {
        this.index = index;
        this.fd = fd;
        this.address = address;
        this.bytes = bytes;
        this.generation = generation;
    }

    /** Its place in the worker's table; free for another region once this one is gone. */
    int index() {
        return index;
    }

    int fd() {
        return fd;
    }

    long address() {
        return address;
    }

    long bytes() {
        return bytes;
    }

    int generation() {
        return generation;
    }

    boolean holds(long at) {
        return at - address >= 0 && at - address < bytes;
    }

    boolean isKnownTo(long worker) {
        return knownTo == worker;
    }

    void toldTo(long worker) {
        knownTo = worker;
    }
}
