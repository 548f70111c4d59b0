package dev.saccade.cli;

import dev.saccade.pipeline.PerceptionTap;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

/** The files that a run writes beside its commands, each fed by a tap and a thread of its own. */
final class Outputs {
    private static final int LINES = 256;
    private static final int PICTURES = 4;
    /** Masks that wait to be written take no more than this, or two of them. */
    private static final long MASK_BYTES = 32L << 20;

    private record Output(String name, PerceptionTap tap, RunOutput file, boolean isFile) {}

    private final List<Output> outputs = new ArrayList<>();
    private final List<TapThread> threads = new ArrayList<>();
    private final Perceiver perceiver;
    private final boolean lossless;

    Outputs(Perceiver perceiver, boolean lossless) {
        this.perceiver = perceiver;
        this.lossless = lossless;
    }

    /** Adds a file of lines: it needs no pixels and never holds a live camera back. */
    void addLines(String name, RunOutput file) {
        outputs.add(new Output(name, new PerceptionTap(perceiver, lines(perceiver), false, lossless), file, true));
    }

    /** Entries of a tap for lines: each is a perception of its own, with its mask. */
    static int lines(Perceiver perceiver) {
        try (Perception one = perceiver.newPerception()) {
            SegmentationMask mask = one.mask();
            return mask == null
                    ? LINES
                    : (int) Math.max(2, Math.min(LINES, MASK_BYTES / ((long) mask.width() * mask.height())));
        }
    }

    /** Adds pictures: each entry keeps its frame leased until it is drawn. */
    void addPictures(String name, RunOutput file) {
        outputs.add(new Output(name, new PerceptionTap(perceiver, PICTURES, true, lossless), file, true));
    }

    /** Adds what looks at frames and writes none; a live camera's frames that find no room are left out. */
    void addWatch(String name, RunOutput watch) {
        outputs.add(new Output(name, new PerceptionTap(perceiver, PICTURES, true, lossless), watch, false));
    }

    /** Adds what reads results and writes none. */
    void addReader(String name, RunOutput reader) {
        outputs.add(new Output(name, new PerceptionTap(perceiver, lines(perceiver), false, lossless), reader, false));
    }

    List<PerceptionTap> taps() {
        return outputs.stream().map(Output::tap).toList();
    }

    void start(BooleanSupplier ready) {
        for (Output output : outputs) {
            TapThread thread = new TapThread(output.name(), output.tap(), output.file(), ready);
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Waits until everything is written, then completes the files. The loop's threads have ended.
     *
     * @return one line on the first file that could not be written, or null
     */
    String finish() throws InterruptedException {
        String failure = null;
        for (TapThread thread : threads) {
            thread.finish();
            failure = failure == null ? thread.failure() : failure;
        }
        for (Output output : outputs) {
            try {
                output.file().close();
            } catch (IOException e) {
                failure = failure == null ? e.getMessage() : failure;
            }
        }
        return failure;
    }

    /** Takes away what was begun: the run was refused. The loop's threads have ended. */
    void discard() throws InterruptedException, IOException {
        for (TapThread thread : threads) {
            thread.abandon();
        }
        for (Output output : outputs) {
            output.file().discard();
        }
    }

    /** Entries that found no room, over all files. */
    long dropped() {
        return outputs.stream()
                .filter(Output::isFile)
                .mapToLong(o -> o.tap().dropped())
                .sum();
    }

    /** Frees the taps; the loop and {@link #finish} are done. */
    void close() {
        outputs.forEach(o -> o.tap().close());
    }
}
