package dev.saccade.internal.tensorrt.cuda;

import org.bytedeco.javacpp.Pointer;

/** An address as JavaCPP takes it. One object serves call after call, so that none is made per frame. Owns nothing. */
final class Place extends Pointer {
    Place() {
        super((Pointer) null);
    }

    Place at(long place) {
        address = place;
        return this;
    }
}
