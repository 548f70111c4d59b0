package dev.saccade.internal.tensorrt.run;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.FrameEngine;
import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;
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
public final class TrtEngine implements FrameEngine {
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
    private final DeviceTensor[] in;
    private final DeviceTensor[] out;
    private final List<Tensor> inputs;
    private final List<Tensor> outputs;
    private final List<FramePlan> plans = new ArrayList<>();
    private ProgramBlock decoder;
    private long deviceResult;
    private long hostResult;
    private long resultBytes;
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
            in = tensors(inference.inputs(), true);
            out = tensors(inference.outputs(), false);
            inputs = List.of(in);
            outputs = List.of(out);
            isWhole = true;
        } catch (DeviceException e) {
            throw new EngineException(false, name + ": " + e.getMessage(), e);
        } finally {
            if (!isWhole) {
                owned.close();
            }
        }
    }

    private DeviceTensor[] tensors(List<TensorSpec> specs, boolean isInput) throws DeviceException {
        DeviceTensor[] made = new DeviceTensor[specs.size()];
        for (int i = 0; i < made.length; i++) {
            TensorSpec spec = specs.get(i);
            long host = device.allocatePinned(spec.bytes());
            owned.end(() -> device.freePinned(host));
            long onDevice = device.allocate(spec.bytes());
            owned.end(() -> device.free(onDevice));
            made[i] = new DeviceTensor(spec, host, onDevice);
            boolean isBound = isInput ? inference.bindInput(i, onDevice) : inference.bindOutput(i, onDevice);
            if (!isBound) {
                throw new DeviceException("tensor " + spec.name() + " cannot be bound: " + inference.takeError());
            }
        }
        return made;
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
    public List<Tensor> inputs() {
        return inputs;
    }

    @Override
    public List<Tensor> outputs() {
        return outputs;
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
        return decoder == null ? 0 : hostResult;
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
        int status = Device.OK;
        for (int i = 0; i < in.length && status == Device.OK; i++) {
            status = stream.copy(in[i].onDevice(), in[i].address(), in[i].bytes());
        }
        if (status == Device.OK) {
            status = inference.enqueue(stream) ? download() : NOT_ENQUEUED;
        }
        return departed(status, null);
    }

    @Override
    public void decodeWith(long program, int... indices) throws EngineException {
        if (decoder != null || !plans.isEmpty()) {
            throw new IllegalStateException(name + ": the decoder is set once, before the first frame format");
        }
        int status = ready();
        if (status != OK) {
            throw new EngineException(false, lastError, null);
        }
        try {
            result(GpuProgram.resultBytes(program));
            long[] bindings = new long[indices.length + 1];
            for (int i = 0; i < indices.length; i++) {
                bindings[i] = out[indices[i]].onDevice();
            }
            bindings[indices.length] = deviceResult;
            ProgramBlock block = new ProgramBlock(device, stream, program, bindings);
            owned.end(block::close);
            decoder = block;
        } catch (DeviceException e) {
            throw new EngineException(false, name + ": decoder: " + e.getMessage(), e);
        }
    }

    /** Room for the result; without a decoder for its stamps, which preprocess writes all the same. */
    private void result(long bytes) throws DeviceException {
        if (deviceResult == 0) {
            long onDevice = device.allocate(bytes);
            owned.end(() -> device.free(onDevice));
            long host = device.allocatePinned(bytes);
            owned.end(() -> device.freePinned(host));
            deviceResult = onDevice;
            hostResult = host;
            resultBytes = bytes;
        }
    }

    @Override
    public int prepare(FrameFormat format, long program) {
        if (ready() != OK || flown(flight.land()) != OK) {
            return -1;
        }
        if (in.length != 1) {
            lastError = name + ": has " + in.length + " inputs, and a frame fills one; use a network with one input";
            return -1;
        }
        try {
            result(GpuProgram.RESULT_HEADER);
            FramePlan plan = new FramePlan(
                    device, stream, format, pinned, program, in[0].onDevice(), deviceResult, this::submitWork);
            int free = plans.indexOf(null);
            if (free >= 0) {
                plans.set(free, plan);
                return free;
            }
            plans.add(plan);
            return plans.size() - 1;
        } catch (DeviceException e) {
            lastError = name + ": frames of " + format + ": " + e.getMessage();
            return -1;
        }
    }

    /** What follows preprocess: captured once a format. */
    private int submitWork() {
        if (!inference.enqueue(stream)) {
            return NOT_ENQUEUED;
        }
        if (decoder == null) {
            return download();
        }
        int status = decoder.submit(stream);
        return status == Device.OK ? stream.copy(hostResult, deviceResult, resultBytes) : status;
    }

    private int download() {
        for (int i = 0; i < out.length; i++) {
            int status = stream.copy(out[i].address(), out[i].onDevice(), out[i].bytes());
            if (status != Device.OK) {
                return status;
            }
        }
        return Device.OK;
    }

    @Override
    public void forget(int plan) {
        FramePlan made = plans.get(plan);
        if (made != null && !isLost && !isClosed && ready() == OK && flown(flight.land()) == OK) {
            plans.set(plan, null);
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
        return status == NOT_ENQUEUED ? "the network refused to be enqueued" : device.error(status);
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
        owned.close();
    }
}
