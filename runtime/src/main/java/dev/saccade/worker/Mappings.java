package dev.saccade.worker;

import dev.saccade.engine.FrameRegistrar;
import dev.saccade.posix.SharedFile;

/** The parent's files as the worker maps them, by their place in the parent's table. One thread. */
final class Mappings implements AutoCloseable {
    private final boolean writable;
    private final FrameRegistrar registrar;
    private final long[] address = new long[SharedFrameMemory.MOST_REGIONS];
    private final long[] bytes = new long[SharedFrameMemory.MOST_REGIONS];

    /** @param registrar told of each mapping, or null */
    Mappings(boolean writable, FrameRegistrar registrar) {
        this.writable = writable;
        this.registrar = registrar;
    }

    /** Maps a file in place of what was there. The descriptor stays the caller's. */
    void map(int index, long length, int fd) {
        if (index < 0 || index >= address.length) {
            throw new IllegalStateException("no place " + index + " for frames");
        }
        forget(index);
        long at = SharedFile.map(fd, length, writable);
        if (at < 0) {
            throw new IllegalStateException("frames' memory of " + length + " bytes cannot be mapped: errno " + -at);
        }
        address[index] = at;
        bytes[index] = length;
        if (registrar != null) {
            registrar.register(at, length);
        }
    }

    private void forget(int index) {
        if (address[index] != 0) {
            if (registrar != null) {
                registrar.unregister(address[index], bytes[index]);
            }
            SharedFile.unmap(address[index], bytes[index]);
            address[index] = 0;
            bytes[index] = 0;
        }
    }

    boolean isMapped(int index) {
        return index >= 0 && index < address.length && address[index] != 0;
    }

    long address(int index) {
        return address[index];
    }

    long bytes(int index) {
        return bytes[index];
    }

    @Override
    public void close() {
        for (int i = 0; i < address.length; i++) {
            forget(i);
        }
    }
}
