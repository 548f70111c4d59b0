package dev.saccade.engine;

import dev.saccade.frame.Frame;
import dev.saccade.frame.FrameFormat;
import dev.saccade.gpu.GpuProgram;
import dev.saccade.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.bytedeco.javacpp.LongPointer;

/**
 * An engine with a device: the programs run in the emulator, the network on the host. A test sets how runs end and reads
 * what was asked for. Owns the network.
 */
public final class EmulatedFrameEngine implements FrameEngine {
    private static final long HIGH_WORD = 32;

    private final Engine network;
    private final List<EmulatedProgram> plans = new ArrayList<>();
    private final LongPointer frame = new LongPointer(GpuProgram.FRAME_BYTES / Long.BYTES);
    private DeviceMemory result = new DeviceMemory(GpuProgram.RESULT_HEADER);
    private EmulatedProgram decoder;
    private long[] times;
    private int status = OK;
    private String lastError = "";
    private long deadlineNs;
    private volatile long hangTimeoutNs;
    private boolean isClosed;

    /** @param network taken over; its tensors keep their addresses */
    public EmulatedFrameEngine(Engine network) {
        this.network = network;
    }

    /** From now on runs end so, and do nothing unless it is well. */
    public EmulatedFrameEngine ends(int withStatus, String error) {
        status = withStatus;
        lastError = error;
        return this;
    }

    /** From now on the device's clock says this of every run: begun, preprocessed, inferred, decoded. */
    public EmulatedFrameEngine times(long... fourNs) {
        times = fourNs;
        return this;
    }

    /** Until when the latest run was waited for. */
    public long deadlineNs() {
        return deadlineNs;
    }

    /** What was told last. */
    public long hangTimeoutNs() {
        return hangTimeoutNs;
    }

    /** Plans that were made and not forgotten, by number. */
    public List<Integer> plans() {
        return java.util.stream.IntStream.range(0, plans.size())
                .filter(i -> plans.get(i) != null)
                .boxed()
                .toList();
    }

    public boolean decodes() {
        return decoder != null;
    }

    @Override
    public void decodeWith(long program, int... outputs) {
        result.close();
        result = new DeviceMemory(GpuProgram.resultBytes(program));
        long[] bindings = new long[outputs.length + 1];
        for (int i = 0; i < outputs.length; i++) {
            bindings[i] = network.outputs().get(outputs[i]).address();
        }
        bindings[outputs.length] = result.address();
        decoder = new EmulatedProgram(program, bindings);
    }

    @Override
    public int prepare(FrameFormat format, long program) {
        long input = network.inputs().get(0).address();
        plans.add(new EmulatedProgram(program, frame.address(), input, result.address()));
        return plans.size() - 1;
    }

    @Override
    public void forget(int plan) {
        plans.set(plan, null).close();
    }

    @Override
    public int run(int plan, Frame of, long untilNs) {
        deadlineNs = untilNs;
        if (status != OK) {
            return status;
        }
        for (int i = 0; i < 3; i++) {
            frame.put(i, of.address(i));
        }
        frame.put(3, of.stride(0) | (long) of.stride(1) << HIGH_WORD);
        frame.put(4, of.stride(2));
        plans.get(plan).run();
        int ended = network.run();
        if (ended == OK && decoder != null) {
            decoder.run();
            stamp();
        }
        return ended;
    }

    private void stamp() {
        if (times != null) {
            for (int i = 0; i < times.length; i++) {
                result.putLong(Long.BYTES * i, times[i]);
            }
        }
    }

    @Override
    public void hangTimeout(long ns) {
        hangTimeoutNs = ns;
    }

    @Override
    public long result() {
        return decoder == null ? 0 : result.address();
    }

    @Override
    public int run() {
        return network.run();
    }

    @Override
    public Backend backend() {
        return Backend.TENSORRT;
    }

    @Override
    public String description() {
        return "emulated device, " + network.description();
    }

    @Override
    public List<Tensor> inputs() {
        return network.inputs();
    }

    @Override
    public List<Tensor> outputs() {
        return network.outputs();
    }

    @Override
    public String lastError() {
        return lastError.isEmpty() ? network.lastError() : lastError;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            plans.stream().filter(Objects::nonNull).forEach(EmulatedProgram::close);
            if (decoder != null) {
                decoder.close();
            }
            result.close();
            frame.close();
            network.close();
        }
    }
}
