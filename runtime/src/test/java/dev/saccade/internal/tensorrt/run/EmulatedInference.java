package dev.saccade.internal.tensorrt.run;

import dev.saccade.engine.Engine;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.device.EmulatedDevice;
import dev.saccade.internal.tensorrt.device.EmulatedStream;
import dev.saccade.kernel.Kernels;
import dev.saccade.tensor.Tensor;
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
    private Engine engine;
    private Runnable alongside = () -> {};
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

    /**
     * A network that an engine of the CPU computes.
     *
     * @param engine closed with the network
     */
    public static EmulatedInference of(EmulatedDevice device, Engine engine) {
        Network network = (in, out) -> {
            copy(engine.inputs(), in, true);
            if (engine.run() != Engine.OK) {
                throw new IllegalStateException(engine.lastError());
            }
            copy(engine.outputs(), out, false);
        };
        EmulatedInference made =
                new EmulatedInference(device, specs(engine.inputs()), specs(engine.outputs()), network);
        made.engine = engine;
        return made;
    }

    private static List<TensorSpec> specs(List<Tensor> tensors) {
        return tensors.stream().map(Tensor::spec).toList();
    }

    private static void copy(List<Tensor> tensors, long[] places, boolean isInput) {
        for (int i = 0; i < places.length; i++) {
            long address = tensors.get(i).address();
            long bytes = 1L * tensors.get(i).spec().type().bytes();
            for (int d = 0; d < tensors.get(i).spec().rank(); d++) {
                bytes *= tensors.get(i).dim(d);
            }
            Kernels.copy(isInput ? address : places[i], isInput ? places[i] : address, bytes);
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

    /** Adds what is done at each run. */
    public void onRun(Runnable then) {
        alongside = then;
    }

    private void runNow() {
        runs++;
        alongside.run();
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
        if (engine != null) {
            engine.close();
        }
    }
}
