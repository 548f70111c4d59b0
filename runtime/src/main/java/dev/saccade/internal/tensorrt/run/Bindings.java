package dev.saccade.internal.tensorrt.run;

import dev.saccade.internal.tensorrt.Owned;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorSpec;
import java.util.List;

/** The tensors on one side of a network, bound to it. Their owner is the engine's. */
final class Bindings {
    private final DeviceTensor[] tensors;
    private final List<Tensor> view;

    private Bindings(DeviceTensor[] tensors) {
        this.tensors = tensors;
        view = List.of(tensors);
    }

    static Bindings inputs(Inference network, Device device, Owned owned) throws DeviceException {
        return new Bindings(made(network, device, owned, network.inputs(), true));
    }

    static Bindings outputs(Inference network, Device device, Owned owned) throws DeviceException {
        return new Bindings(made(network, device, owned, network.outputs(), false));
    }

    private static DeviceTensor[] made(
            Inference network, Device device, Owned owned, List<TensorSpec> specs, boolean isInput)
            throws DeviceException {
        DeviceTensor[] made = new DeviceTensor[specs.size()];
        for (int i = 0; i < made.length; i++) {
            TensorSpec spec = specs.get(i);
            long host = device.allocatePinned(spec.bytes());
            owned.end(() -> device.freePinned(host));
            long onDevice = device.allocate(spec.bytes());
            owned.end(() -> device.free(onDevice));
            made[i] = new DeviceTensor(spec, host, onDevice);
            boolean isBound = isInput ? network.bindInput(i, onDevice) : network.bindOutput(i, onDevice);
            if (!isBound) {
                throw new DeviceException("tensor " + spec.name() + " cannot be bound: " + network.takeError());
            }
        }
        return made;
    }

    List<Tensor> view() {
        return view;
    }

    int count() {
        return tensors.length;
    }

    long onDevice(int i) {
        return tensors[i].onDevice();
    }

    /** Submits the copies to the device; allocates nothing. @return status */
    int upload(DeviceStream stream) {
        int status = Device.OK;
        for (int i = 0; i < tensors.length && status == Device.OK; i++) {
            status = stream.copy(tensors[i].onDevice(), tensors[i].address(), tensors[i].bytes());
        }
        return status;
    }

    /** Submits the copies to the host; allocates nothing. @return status */
    int download(DeviceStream stream) {
        int status = Device.OK;
        for (int i = 0; i < tensors.length && status == Device.OK; i++) {
            status = stream.copy(tensors[i].address(), tensors[i].onDevice(), tensors[i].bytes());
        }
        return status;
    }

    /** What {@link #upload} copies, as triples of source, destination and bytes. */
    long[] uploads() {
        long[] all = new long[3 * tensors.length];
        for (int i = 0; i < tensors.length; i++) {
            all[3 * i] = tensors[i].address();
            all[3 * i + 1] = tensors[i].onDevice();
            all[3 * i + 2] = tensors[i].bytes();
        }
        return all;
    }
}
