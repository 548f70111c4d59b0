package dev.saccade.worker;

import dev.saccade.engine.FrameRegistrar;
import dev.saccade.fault.FaultPlan;
import dev.saccade.pipeline.AllocationMeter;
import dev.saccade.posix.SharedFile;
import dev.saccade.posix.WorkerProcess;
import dev.saccade.time.MonotonicClock;
import dev.saccade.vision.Perceiver;
import dev.saccade.vision.Perception;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.IntPointer;

/**
 * Looks at the parent's frames, one after another, until the parent says goodbye or is gone. The thread that loaded the
 * engine. Allocates nothing for a frame, and counts that itself.
 */
final class WorkerService {
    private static final int WARM_FRAMES = 300;
    private static final int HOARD_BYTES = 1 << 24;

    private final Perceiver perceiver;
    private final FaultPlan faults;
    private final FrameRegistrar registrar;
    private final Word word = new Word();
    private final AllocationMeter meter = new AllocationMeter();
    private final Perception seen;
    private final PerceptionShape shape;
    private int requestEvent;
    private int answerEvent;
    private long address;
    private Mappings mappings;
    private RequestReader request;
    private AnswerWriter answer;
    private long frames;
    private long hangNs;

    /** @param registrar told where frames lie, or null */
    WorkerService(Perceiver perceiver, FaultPlan faults, FrameRegistrar registrar) {
        this.perceiver = perceiver;
        this.faults = faults;
        this.registrar = registrar;
        seen = perceiver.newPerception();
        shape = PerceptionShape.of(seen);
    }

    /** Returns when the parent wants no more. */
    void run() {
        new Hello(perceiver.backend(), shape, perceiver.model().identity(), perceiver.description(), perceiver.origin())
                .write(word);
        if (!word.send(WorkerProcess.SOCKET) || !join()) {
            return;
        }
        long answered = 0;
        while (true) {
            int event = WorkerProcess.next(address, answered, requestEvent, WorkerProcess.SOCKET);
            if (event == WorkerProcess.REQUEST) {
                answered = WorkerProcess.submitted(address);
                answer.status(look());
                answer.counts(meter, faults);
                WorkerProcess.answer(address, answered, answerEvent);
            } else if (event != WorkerProcess.WORD || !hear()) {
                return;
            }
        }
    }

    /** Waits for the block. */
    private boolean join() {
        int n;
        try (IntPointer socket = new IntPointer(1)) {
            socket.put(WorkerProcess.SOCKET);
            do {
                SharedFile.poll(socket.address(), 1, -1);
                n = word.receive(WorkerProcess.SOCKET);
            } while (n < 0);
        }
        if (n == 0 || word.number() != Word.WELCOME) {
            return false;
        }
        long bytes = word.longNumber();
        boolean writable = word.number() != 0;
        requestEvent = word.received(1);
        answerEvent = word.received(2);
        address = SharedFile.map(word.received(0), bytes, true);
        SharedFile.close(word.received(0));
        if (address < 0 || bytes != shape.blockBytes()) {
            throw new IllegalStateException("the parent's block of " + bytes + " bytes cannot be used");
        }
        ByteBuffer block = NativeView.of(address, bytes);
        mappings = new Mappings(writable, registrar);
        request = new RequestReader(block, mappings);
        answer = new AnswerWriter(block, address, shape);
        return true;
    }

    /** Takes the words that are there; false when the parent wants no more. */
    private boolean hear() {
        int n = word.receive(WorkerProcess.SOCKET);
        while (n > 0) {
            if (word.number() != Word.REGION) {
                return false;
            }
            int index = word.number();
            long bytes = word.longNumber();
            mappings.map(index, bytes, word.received(0));
            SharedFile.close(word.received(0));
            n = word.receive(WorkerProcess.SOCKET);
        }
        return n != 0;
    }

    private int look() {
        long receivedNs = System.nanoTime();
        try {
            // Files are announced before the frames in them.
            hear();
            obey(request.order());
            if (!request.read()) {
                answer.error("a frame lies outside of what is shared");
                return Perceiver.FAULT;
            }
            if (request.faultsBeginNs() != 0) {
                faults.begin(request.faultsBeginNs());
            }
            if (hangNs != request.hangNs()) {
                hangNs = request.hangNs();
                // The parent keeps the deadline, the engine's share of it too. An answer before the run has ended would
                // let the parent write to a frame that the device still reads.
                perceiver.bounds(Long.MAX_VALUE, hangNs);
            }
            int status = perceiver.perceive(request, seen, MonotonicClock.SYSTEM);
            if (status == Perceiver.OK) {
                answer.result(seen, receivedNs);
                measure();
            } else if (status == Perceiver.FAULT) {
                answer.error(perceiver.lastError());
            }
            return status;
        } catch (RuntimeException e) {
            answer.error(e.toString());
            return Perceiver.FAULT;
        }
    }

    private void measure() {
        frames++;
        if (frames == WARM_FRAMES) {
            meter.begin(frames);
        } else {
            meter.cycle();
        }
    }

    private static void obey(int order) {
        switch (order) {
            case BlockLayout.KILL -> WorkerProcess.raise(WorkerProcess.SIGKILL);
            case BlockLayout.STOP -> WorkerProcess.raise(WorkerProcess.SIGSTOP);
            case BlockLayout.USE_UP_MEMORY -> {
                List<byte[]> hoard = new ArrayList<>();
                while (hoard.size() < Integer.MAX_VALUE) {
                    hoard.add(new byte[HOARD_BYTES]);
                }
            }
            default -> {
                // To look.
            }
        }
    }
}
