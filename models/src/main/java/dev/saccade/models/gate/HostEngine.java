package dev.saccade.models.gate;

import dev.saccade.engine.Engine;
import dev.saccade.engine.WrappedEngine;

/** An engine whose tensors are read and written on the host, even where its device could prepare frames itself. */
final class HostEngine extends WrappedEngine {
    HostEngine(Engine engine) {
        super(engine);
    }
}
