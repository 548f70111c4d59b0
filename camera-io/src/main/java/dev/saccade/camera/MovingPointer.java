package dev.saccade.camera;

import org.bytedeco.javacpp.BytePointer;

/** One pointer object that is set to address after address: hands borrowed memory to natives without an allocation. */
final class MovingPointer extends BytePointer {
    MovingPointer to(long newAddress) {
        address = newAddress;
        return this;
    }
}
