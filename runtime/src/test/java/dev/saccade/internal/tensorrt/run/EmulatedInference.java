package dev.saccade.internal.tensorrt.run;

import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.device.EmulatedDevice;
import dev.saccade.internal.tensorrt.device.EmulatedStream;
import dev.saccade.tensor.TensorSpec;
import java.util.List;

/** A network on the emulated device, computed by the test or by an engine of the CPU. */
public final class EmulatedInference implements Inference {
    /** Computes outputs of inputs, both by address. */
    @FunctionalInterface
    public interface Network {
        void run(long[] inputs, long[] outputs);
    }

    private final EmulatedDevice device;
    private final List<TensorSpec> inputs;
    private final List<TensorSpec> outputs;
    private final Network network;
    private final long[] in;
    private final long[] out;
    private final long scratch;
    private EmulatedStream stream;
    private final EmulatedStream.Work work = this::runNow;

    /** Runs that were carried out. */
    public int runs;
    /** Whether the next enqueue is refused. */
    public boolean refuses;
    /** Name of a tensor that cannot be bound, or null. */
    public String unbindable;

    public EmulatedInference(
            EmulatedDevice device, List<TensorSpec> inputs, List<TensorSpec> outputs, Network network) {
        this.device = device;
        this.inputs = inputs;
        this.outputs = outputs;
        this.network = network;
        in = new long[inputs.size()];
        out = new long[outputs.size()];
        try {
            scratch = device.allocate(64);
        } catch (DeviceException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String description() {
        return "Emulated network";
    }

    @Override
    public List<TensorSpec> inputs() {
        return inputs;
    }

    @Override
    public List<TensorSpec> outputs() {
        return outputs;
    }

    @Override
    public boolean bindInput(int input, long address) {
        in[input] = address;
        return !inputs.get(input).name().equals(unbindable);
    }

    @Override
    public boolean bindOutput(int output, long address) {
        out[output] = address;
        return !outputs.get(output).name().equals(unbindable);
    }

    @Override
    public boolean enqueue(DeviceStream on) {
        if (refuses) {
            refuses = false;
            return false;
        }
        stream = (EmulatedStream) on;
        return stream.add(work) == 0;
    }

    private void runNow() {
        runs++;
        network.run(in, out);
        stream.busyFor(device.runNs);
    }

    @Override
    public String takeError() {
        return "refused by the test";
    }

    @Override
    public void close() {
        device.free(scratch);
    }
}
