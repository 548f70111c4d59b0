package dev.saccade.camera.stream;

import dev.saccade.pipeline.ThreadPolicy;

/** The thread that reads and decodes one stream: ordinary policy, off the control processor. */
final class StreamThread extends Thread {
    private final ReadBound bound;

    StreamThread(Runnable work, ReadBound bound) {
        super(
                () -> {
                    ThreadPolicy.besideControl().apply();
                    work.run();
                },
                "saccade-stream");
        this.bound = bound;
        setDaemon(true);
    }

    ReadBound bound() {
        return bound;
    }
}
