package dev.saccade.internal.tensorrt.run;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.FrameEngine;
import dev.saccade.engine.FrameRegistrar;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.Submission;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.tensor.Tensor;
import dev.saccade.time.MonotonicClock;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A network on a device, with a stream, an execution context and scratch memory of its own: several engines of one device
 * never share what a run writes, so that their graphs may overlap. A late run stays on the device with all its buffers,
 * and the next one waits for it. Once a run hangs or the device is broken, the engine is lost; what the device may still
 * touch is then left as it is, also by {@link #close}, and the process should end.
 */
public final class TrtEngine implements FrameEngine, FrameRegistrar, Submission {
    private static final Logger LOG = LoggerFactory.getLogger(TrtEngine.class);

    /** Status of our own beside the device's: the network refused to be enqueued. */
    private static final int NOT_ENQUEUED = -1;

    private final String name;
    private final Device device;
    private final Inference inference;
    private final Owned owned = new Owned();
    private final DeviceStream stream;
    private final DeviceEvent done;
    private final Flight flight;
    private final PinnedRanges pinned;
    private final SetUpWait setUp;
    private final FrameMappings mappings;
    private final Bindings in;
    private final Bindings out;
    private final List<FramePlan> plans = new ArrayList<>();
    /** Of the latest run; null when that had no frame. */
    private FramePlan latest;

    private final ResultBlock result;
    private Thread bound;
    private boolean isLost;
    private boolean isClosed;
    private String lastError = "";

    /**
     * Makes the buffers and binds them.
     *
     * @param name what messages begin with: the engine's file
     * @param inference taken over: closed with the engine, and closed when this throws
     * @param device outlives the engine
     * @param pinned what of the host's memory the device reads by itself
     * @throws EngineException when the device is short of something
     */
    public TrtEngine(
            String name,
            Inference inference,
            Device device,
            Priority priority,
            PinnedRanges pinned,
            MonotonicClock clock,
            Pause pause)
            throws EngineException {
        this.name = name;
        this.inference = inference;
        this.device = device;
        this.pinned = pinned;
        owned.end(inference::close);
        boolean isWhole = false;
        try {
            stream = device.stream(priority);
            owned.end(stream::close);
            done = device.event();
            owned.end(done::close);
            flight = new Flight(done, clock, pause);
            setUp = new SetUpWait(device, stream, done, clock, pause);
            result = new ResultBlock(device, owned);
            mappings = new FrameMappings(name, device, pinned);
            in = Bindings.inputs(inference, device, owned);
            out = Bindings.outputs(inference, device, owned);
            isWhole = true;
        } catch (DeviceException e) {
            throw new EngineException(false, name + ": " + e.getMessage(), e);
        } finally {
            if (!isWhole) {
                owned.close();
            }
        }
    }

    @Override
    public Backend backend() {
        return Backend.TENSORRT;
    }

    @Override
    public String description() {
        String refusal = "";
        int made = 0;
        for (FramePlan plan : plans) {
            if (plan != null) {
                made++;
                refusal = refusal.isEmpty() ? plan.refusal() : refusal;
            }
        }
        String how = made == 0 ? "" : refusal.isEmpty() ? ", one graph a frame" : ", no graph (" + refusal + ")";
        return inference.description() + " on " + device.facts().name() + ", "
                + device.facts().cuda() + how;
    }

    @Override
    public String origin() {
        return name;
    }

    @Override
    public List<Tensor> inputs() {
        return in.view();
    }

    @Override
    public List<Tensor> outputs() {
        return out.view();
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public void hangTimeout(long ns) {
        flight.hangTimeout(ns);
    }

    @Override
    public long result() {
        return result.isDecoded() ? result.host() : 0;
    }

    @Override
    public int run() {
        int status = ready();
        if (status == OK) {
            status = flown(flight.land());
        }
        if (status != OK) {
            return status;
        }
        status = submitTensors();
        return status == Device.OK ? flown(flight.land()) : status;
    }

    private int submitTensors() {
        latest = null;
        int status = in.upload(stream);
        if (status == Device.OK) {
            status = inference.enqueue(stream) ? out.download(stream) : NOT_ENQUEUED;
        }
        return departed(status, null);
    }

    @Override
    public void decodeWith(long program, int... indices) throws EngineException {
        if (result.isDecoded() || !plans.isEmpty()) {
            throw new IllegalStateException(name + ": the decoder is set once, before the first frame format");
        }
        if (ready() != OK || flown(flight.land()) != OK) {
            throw new EngineException(false, lastError, null);
        }
        try {
            result.room(GpuProgram.resultBytes(program));
            long[] bindings = new long[indices.length + 1];
            for (int i = 0; i < indices.length; i++) {
                bindings[i] = out.onDevice(indices[i]);
            }
            bindings[indices.length] = result.onDevice();
            result.decoder(new ProgramBlock(device, stream, setUp, program, bindings));
        } catch (DeviceException e) {
            refusedAtSetUp("decoder: " + e.getMessage());
            throw new EngineException(false, lastError, e);
        }
    }

    @Override
    public int prepare(FrameFormat format, long program) {
        if (ready() != OK || flown(flight.land()) != OK) {
            return -1;
        }
        if (in.count() != 1) {
            lastError = name + ": has " + in.count() + " inputs, and a frame fills one; use a network with one input";
            return -1;
        }
        try {
            result.room(GpuProgram.RESULT_HEADER);
            FramePlan plan = new FramePlan(
                    device,
                    stream,
                    setUp,
                    format,
                    pinned,
                    program,
                    in.onDevice(0),
                    result.onDevice(),
                    this::submitWork);
            int free = plans.indexOf(null);
            if (free >= 0) {
                plans.set(free, plan);
                return free;
            }
            plans.add(plan);
            return plans.size() - 1;
        } catch (DeviceException e) {
            refusedAtSetUp("frames of " + format + ": " + e.getMessage());
            return -1;
        }
    }

    /** What follows preprocess: captured once a format. */
    private int submitWork() {
        if (!inference.enqueue(stream)) {
            return NOT_ENQUEUED;
        }
        return result.isDecoded() ? result.submit(stream) : out.download(stream);
    }

    private void refusedAtSetUp(String reason) {
        if (setUp.isBroken()) {
            lost(reason);
        } else {
            lastError = name + ": " + reason;
        }
    }

    @Override
    public void forget(int plan) {
        FramePlan made = plans.get(plan);
        if (made != null && !isLost && !isClosed && ready() == OK && flown(flight.land()) == OK) {
            plans.set(plan, null);
            latest = latest == made ? null : latest;
            made.close();
        }
    }

    @Override
    public int run(int plan, Frame frame, long deadlineNs) {
        int status = ready();
        if (status == OK) {
            status = flown(flight.await(deadlineNs));
        }
        if (status != OK) {
            return status;
        }
        FramePlan made = plans.get(plan);
        latest = made;
        boolean isInPlace = made.isReadInPlace(frame);
        status = departed(made.submit(frame, isInPlace), isInPlace ? frame : null);
        return status == OK ? flown(flight.await(deadlineNs)) : status;
    }

    /** Whether a call may touch the device; allocates nothing in steady state. */
    private int ready() {
        if (isClosed) {
            lastError = closedWords();
            return ERROR;
        }
        if (isLost) {
            return LOST;
        }
        Thread caller = Thread.currentThread();
        if (caller != bound) {
            int status = device.bind();
            if (status != Device.OK) {
                return refused(status);
            }
            bound = caller;
        }
        return OK;
    }

    private String closedWords() {
        return name + ": the engine is closed";
    }

    /** Marks the end of a submission, also of one that broke off: what was submitted of it still runs. */
    private int departed(int submitted, Frame read) {
        int recorded = stream.record(done);
        if (recorded != Device.OK) {
            return lost(device.error(submitted != Device.OK && submitted != NOT_ENQUEUED ? submitted : recorded));
        }
        flight.begin(read);
        if (submitted == Device.OK) {
            return OK;
        }
        flight.keep();
        return refused(submitted);
    }

    private int refused(int status) {
        if (status != NOT_ENQUEUED && device.isSticky(status)) {
            return lost(device.error(status));
        }
        lastError = name + ": " + (status == NOT_ENQUEUED ? inference.takeError() : device.error(status));
        return ERROR;
    }

    /** What the end of a wait means. */
    private int flown(int awaited) {
        if (awaited != LOST) {
            return awaited;
        }
        return lost(
                flight.failure() != Device.OK
                        ? device.error(flight.failure())
                        : "a run has been on the device for more than " + flight.hangTimeoutNs() / 1_000_000
                                + " ms: the device hangs");
    }

    private int lost(String reason) {
        isLost = true;
        pinned.abandon();
        lastError = name + ": the GPU is lost: " + reason;
        return LOST;
    }

    /** A status of ours in words. */
    static String words(Device device, int status) {
        return switch (status) {
            case NOT_ENQUEUED -> "the network refused to be enqueued";
            case SetUpWait.STUCK -> "not done after " + SetUpWait.BOUND_NS / 1_000_000_000 + " s: the device hangs";
            default -> device.error(status);
        };
    }

    @Override
    public void register(long address, long bytes) {
        if (ready() == OK) {
            mappings.add(address, bytes);
        }
    }

    /** Memory that a lost device may still read is not let go. */
    @Override
    public void unregister(long address, long bytes) {
        if (ready() == OK && flown(flight.land()) == OK) {
            mappings.remove(address, bytes);
        }
    }

    @Override
    public long stream() {
        return stream.handle();
    }

    @Override
    public long graph() {
        return latest == null ? 0 : latest.graph();
    }

    @Override
    public long event() {
        return done.handle();
    }

    @Override
    public long[] uploads() {
        return latest == null ? in.uploads() : latest.uploads();
    }

    @Override
    public long submittedNs() {
        return flight.submittedNs();
    }

    @Override
    public long firedNs() {
        return flight.endedNs();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        if (!isLost && ready() == OK) {
            flown(flight.land());
        }
        isClosed = true;
        if (isLost) {
            LOG.warn("{}; its memory is not freed, since the device may still use it: end the process", lastError);
            return;
        }
        lastError = closedWords();
        for (FramePlan plan : plans) {
            if (plan != null) {
                plan.close();
            }
        }
        plans.clear();
        latest = null;
        owned.close();
    }
}
