package dev.saccade.worker;

import dev.saccade.frame.CloseGuard;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.lens.CameraView;
import dev.saccade.model.ModelPackage;
import dev.saccade.posix.SharedFile;
import dev.saccade.posix.WorkerProcess;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicReference;
import org.bytedeco.javacpp.LongPointer;

/**
 * Requests to one worker and its answers, one at a time. A frame that was submitted is leased once more until the worker
 * has answered or its process has ended, whichever thread learns of it. One thread submits and waits, between
 * {@link #enter} and {@link #leave}; {@link #ended} comes from the one that started the process. Nothing allocates.
 */
final class WorkerLink {
    private final Child child;
    private final SharedFrameMemory memory;
    private final FrameCopy staging;
    /** The view whose numbers the block holds, and how many there were. */
    private CameraView written;

    private int views;
    private final Word word = new Word();
    private final CloseGuard guard = new CloseGuard();
    private final AtomicReference<Frame> held = new AtomicReference<>();
    private final ByteBuffer block;
    private final long address;
    private final long bytes;
    private final int blockFd;
    private final int requestEvent;
    private final int answerEvent;
    private final AnswerReader answer;
    private volatile String condemned;
    private volatile boolean hung;
    private long number;
    private long shown;
    private long submittedNs;

    /** Makes the block and sends it. */
    WorkerLink(Child child, Hello hello, ModelPackage model, SharedFrameMemory memory, boolean framesAreReadOnly)
            throws IOException {
        this.child = child;
        this.memory = memory;
        staging = new FrameCopy(memory);
        bytes = hello.shape().blockBytes();
        try (LongPointer at = new LongPointer(1)) {
            blockFd = SharedFile.make(bytes, false, at.address());
            address = blockFd < 0 ? 0 : at.get();
        }
        requestEvent = SharedFile.makeEvent();
        answerEvent = SharedFile.makeEvent();
        boolean isMade = blockFd >= 0 && requestEvent >= 0 && answerEvent >= 0;
        block = isMade ? NativeView.of(address, bytes) : null;
        answer = isMade ? new AnswerReader(block, address, hello.shape(), model) : null;
        boolean isSent = isMade
                && word.begin(Word.WELCOME)
                        .put(bytes)
                        .put(framesAreReadOnly ? 0 : 1)
                        .descriptor(blockFd)
                        .descriptor(requestEvent)
                        .descriptor(answerEvent)
                        .send(child.socket());
        if (!isSent) {
            free();
            throw new IOException("no shared memory of " + bytes + " bytes for the engine's process; free memory");
        }
    }

    /** @return whether the process, this link's memory included, is there until {@link #leave} */
    boolean enter() {
        return guard.enter();
    }

    void leave() {
        if (guard.leave()) {
            free();
        }
    }

    /** Its process is there no more, so that nobody reads a frame: the lease returns. Once. */
    void ended() {
        giveBack();
        if (guard.close()) {
            free();
        }
    }

    /** What was submitted until now was to warm it; from now on it serves. */
    void serves() {
        shown = number;
    }

    /** What was submitted in all. */
    long submitted() {
        return number;
    }

    /** Number of the latest look of those that it serves by, from 1 on. */
    long look() {
        return number - shown;
    }

    /** Ends the worker, which is not to be trusted any more. Between enter and leave. */
    void condemn(String why) {
        condemned = why;
        WorkerProcess.signal(child.process(), WorkerProcess.SIGKILL);
    }

    /**
     * The worker gave no answer in time. It is ended by the thread that started it, in a moment: a process that is about
     * to end by itself, of want of memory or a crash, says so meanwhile. Between enter and leave.
     */
    void condemnAsHung(String why) {
        condemned = why;
        hung = true;
        child.call();
    }

    /** @return whether it was condemned because it gave no answer */
    boolean isHung() {
        return hung;
    }

    /** @return why the worker was ended; null when it was not, or by somebody else */
    String condemned() {
        return condemned;
    }

    int pid() {
        return child.pid();
    }

    /** @return whether a frame is with the worker */
    boolean isBusy() {
        return held.get() != null;
    }

    /** When the latest request was submitted, monotonic ns. */
    long submittedNs() {
        return submittedNs;
    }

    AnswerReader answer() {
        return answer;
    }

    /**
     * Hands a frame over; not while {@link #isBusy}. One that lies elsewhere, or in memory of an earlier worker, is
     * copied first.
     *
     * @return false: the worker does not take it
     */
    boolean submit(Frame frame, int order, long hangNs, long faultsBeginNs, long nowNs) {
        Frame sent = frame;
        Region region = memory.find(frame.address(0));
        if (region == null || region.generation() != memory.generation()) {
            staging.take(frame);
            sent = staging;
            region = memory.find(staging.address(0));
        }
        if (!region.isKnownTo(child.pid())) {
            boolean isTold = word.begin(Word.REGION)
                    .put(region.index())
                    .put(region.bytes())
                    .descriptor(region.fd())
                    .send(child.socket());
            if (!isTold) {
                return false;
            }
            region.toldTo(child.pid());
        }
        write(sent, region, order, hangNs, faultsBeginNs);
        sent.retain();
        held.set(sent);
        submittedNs = nowNs;
        WorkerProcess.submit(address, ++number, requestEvent);
        return true;
    }

    // Both processes run the same classes.
    @SuppressWarnings("EnumOrdinal")
    private void write(Frame frame, Region region, int order, long hangNs, long faultsBeginNs) {
        FrameFormat format = frame.format();
        block.putLong(BlockLayout.SEQUENCE, frame.sequence());
        block.putLong(BlockLayout.CAPTURE_NS, frame.captureNs());
        block.putLong(BlockLayout.HANG_NS, hangNs);
        block.putLong(BlockLayout.FAULTS_BEGIN_NS, faultsBeginNs);
        block.putInt(BlockLayout.STAMP, frame.stamp().ordinal());
        block.putInt(BlockLayout.PIXELS, format.pixels().ordinal());
        block.putInt(BlockLayout.WIDTH, format.width());
        block.putInt(BlockLayout.HEIGHT, format.height());
        block.putInt(BlockLayout.MATRIX, format.matrix());
        block.putInt(BlockLayout.FULL_RANGE, format.fullRange() ? 1 : 0);
        writeView(format.view());
        block.putInt(BlockLayout.REGION, region.index());
        block.putInt(BlockLayout.ORDER, order);
        for (int p = 0; p < 3; p++) {
            long at = frame.address(p);
            block.putLong(BlockLayout.OFFSETS + Long.BYTES * p, at == 0 ? 0 : at - region.address());
            block.putInt(BlockLayout.STRIDES + Integer.BYTES * p, frame.stride(p));
        }
    }

    @SuppressWarnings("ReferenceEquality") // One object for as long as the stream does not change.
    private void writeView(CameraView view) {
        if (view != written) {
            written = view;
            views++;
            double[] numbers = view == null ? new double[0] : view.numbers();
            for (int i = 0; i < numbers.length; i++) {
                block.putDouble(BlockLayout.VIEW + Double.BYTES * i, numbers[i]);
            }
        }
        block.putInt(BlockLayout.VIEW_NUMBER, view == null ? 0 : views);
    }

    /** Waits for the answer, as {@link WorkerProcess#await}; once it is there the frame is given back. */
    int await(long untilNs) {
        int outcome = WorkerProcess.await(address, number, answerEvent, child.process(), untilNs);
        if (outcome == WorkerProcess.ANSWERED) {
            giveBack();
        }
        return outcome;
    }

    private void giveBack() {
        Frame frame = held.getAndSet(null);
        if (frame != null) {
            frame.release();
        }
    }

    /** Address of the block, for a test that writes garbage into it. */
    long blockAddress() {
        return address;
    }

    private void free() {
        staging.close();
        word.close();
        if (blockFd >= 0) {
            SharedFile.unmap(address, bytes);
            SharedFile.close(blockFd);
        }
        if (requestEvent >= 0) {
            SharedFile.close(requestEvent);
        }
        if (answerEvent >= 0) {
            SharedFile.close(answerEvent);
        }
    }
}
