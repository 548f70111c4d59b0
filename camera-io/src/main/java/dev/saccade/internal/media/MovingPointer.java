package dev.saccade.internal.media;

import org.bytedeco.javacpp.BytePointer;

/** One pointer object that is set to address after address: hands borrowed memory to natives without an allocation. */
public final class MovingPointer extends BytePointer {
    public MovingPointer to(long newAddress) {
        address = newAddress;
        return this;
    }
}
