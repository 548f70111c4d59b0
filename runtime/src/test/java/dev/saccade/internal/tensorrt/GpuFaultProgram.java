package dev.saccade.internal.tensorrt;

import dev.saccade.engine.DeviceOptions.Priority;
import dev.saccade.engine.Engine;
import dev.saccade.internal.tensorrt.cuda.CudaDevice;
import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceLaunch;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.internal.tensorrt.device.Grid;
import dev.saccade.internal.tensorrt.run.Inference;
import dev.saccade.internal.tensorrt.run.Pause;
import dev.saccade.internal.tensorrt.run.PinnedRanges;
import dev.saccade.internal.tensorrt.run.TrtEngine;
import dev.saccade.tensor.TensorSpec;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.MonotonicClock;
import java.util.List;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * A process whose GPU hangs or breaks on purpose, by a kernel of ours beside a network that hands its input on. Prints how
 * each run ended, one a line, and that it goes on.
 */
final class GpuFaultProgram {
    private static final long SPIN_NS = 3_000_000_000L;
    private static final long HANG_NS = 200_000_000L;
    private static final Grid ONE = new Grid(1, 1, 1, 1, 1, 1, 0);

    private GpuFaultProgram() {}

    /** @param args {@code spin} or {@code trap} */
    public static void main(String[] args) throws Exception {
        CudaDevice device = CudaDevice.open(0);
        long parameters = device.allocatePinned(64);
        long released = device.allocatePinned(64);
        LongPointer words = new LongPointer(new At(parameters));
        words.put(0, device.deviceAddress(released));
        words.put(1, SPIN_NS);
        DeviceLaunch fault = device.launch("fault_" + args[0], ONE, device.deviceAddress(parameters));
        Faulty network = new Faulty(fault);
        TrtEngine engine = new TrtEngine(
                "faulty", network, device, Priority.NORMAL, new PinnedRanges(), MonotonicClock.SYSTEM, Pause.PARK);
        engine.hangTimeout(HANG_NS);
        say(engine);
        network.isArmed = true;
        say(engine);
        network.isArmed = false;
        say(engine);
        engine.close();
        System.out.println("goes on");
        System.out.flush();
        // Threads of the driver may wait for the device.
        Runtime.getRuntime().halt(0);
    }

    private static void say(TrtEngine engine) {
        int status = engine.run();
        System.out.println(status == Engine.OK ? "OK" : status == Engine.LOST ? "LOST " + engine.lastError() : "other");
    }

    private static final class Faulty implements Inference {
        private static final int VALUES = 64;

        private final DeviceLaunch fault;
        private boolean isArmed;
        private long from;
        private long to;

        Faulty(DeviceLaunch fault) {
            this.fault = fault;
        }

        @Override
        public String description() {
            return "Faulty";
        }

        @Override
        public List<TensorSpec> inputs() {
            return List.of(new TensorSpec("in", TensorType.FLOAT32, VALUES));
        }

        @Override
        public List<TensorSpec> outputs() {
            return List.of(new TensorSpec("out", TensorType.FLOAT32, VALUES));
        }

        @Override
        public boolean bindInput(int input, long address) {
            from = address;
            return true;
        }

        @Override
        public boolean bindOutput(int output, long address) {
            to = address;
            return true;
        }

        @Override
        public boolean enqueue(DeviceStream stream) {
            return (!isArmed || fault.submit(stream) == Device.OK) && stream.copy(to, from, 4L * VALUES) == Device.OK;
        }

        @Override
        public String takeError() {
            return "refused";
        }

        @Override
        public void close() {}
    }

    private static final class At extends Pointer {
        At(long place) {
            super((Pointer) null);
            address = place;
        }
    }
}
