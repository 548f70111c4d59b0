package dev.saccade.internal.tensorrt.run;

import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.tensor.TensorSpec;
import java.util.List;

/** A deserialised network with one execution context and scratch memory of its own. One thread at a time. */
public interface Inference extends AutoCloseable {
    /** @return the library and its version */
    String description();

    /** @return inputs in the network's order, every dimension known */
    List<TensorSpec> inputs();

    /** @return outputs in the network's order, every dimension known */
    List<TensorSpec> outputs();

    /** @return whether the network takes the device address for this input */
    boolean bindInput(int input, long address);

    /** @return whether the network takes the device address for this output */
    boolean bindOutput(int output, long address);

    /** Submits one run over the bound addresses; allocates nothing. @return false when the library refused */
    boolean enqueue(DeviceStream stream);

    /** @return why the latest call was refused, one line; allocates */
    String takeError();

    /** Nothing is in flight. Idempotent. */
    @Override
    void close();
}
