package dev.saccade.worker;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engine;
import dev.saccade.engine.EngineException;
import dev.saccade.engine.EngineOptions;
import dev.saccade.engine.EngineProvider;
import dev.saccade.engine.Engines;
import dev.saccade.internal.tensorrt.device.DeviceException;
import dev.saccade.internal.tensorrt.device.DeviceFacts;
import dev.saccade.internal.tensorrt.device.EmulatedDevice;
import dev.saccade.internal.tensorrt.run.EmulatedInference;
import dev.saccade.internal.tensorrt.run.PinnedRanges;
import dev.saccade.internal.tensorrt.run.TrtEngine;
import dev.saccade.model.ModelPackage;
import java.io.File;

/**
 * TensorRT's run path on an emulated device, for a worker: found there by a service file that the test puts on its class
 * path. A frame that is copied before the device reads it fails, unless the package's directory says that the device
 * takes no mapping.
 */
public final class EmulatedProvider implements EngineProvider {
    /** Name of the file in a package's directory that makes the device refuse mappings. */
    static final String REFUSES = "refuses-mappings";
    /** Name of the file in a package's directory that makes the device hang. */
    static final String HANGS = "hangs";

    @Override
    public Backend backend() {
        return Backend.TENSORRT;
    }

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public String unavailable() {
        return null;
    }

    @Override
    public Engine load(ModelPackage model, EngineOptions options) throws EngineException {
        boolean refuses = model.directory().resolve(REFUSES).toFile().exists();
        Told device = new Told(options.device(), refuses);
        PinnedRanges pinned = new PinnedRanges();
        Engine cpu = Engines.load(model, Backend.CPU, options);
        TrtEngine[] engine = new TrtEngine[1];
        EmulatedInference network = EmulatedInference.of(device, cpu);
        File hangs = model.directory().resolve(HANGS).toFile();
        network.onRun(() -> {
            device.hangs = hangs.exists();
            long[] uploads = engine[0].graph() == 0 ? null : engine[0].uploads();
            if (uploads != null && pinned.covers(uploads[0], uploads[2]) == refuses) {
                throw new IllegalStateException("the frame was " + (refuses ? "not " : "") + "copied");
            }
        });
        engine[0] = new TrtEngine(
                "emulated", network, device, options.device().priority(), pinned, device.clock, device.clock::advance);
        return engine[0];
    }

    /** Its name tells the options that it was loaded with. */
    private static final class Told extends EmulatedDevice {
        private final DeviceOptions options;
        private final boolean refuses;

        Told(DeviceOptions options, boolean refuses) {
            this.options = options;
            this.refuses = refuses;
        }

        @Override
        public DeviceFacts facts() {
            String name = options.index() + " " + options.priority() + " " + options.budgetShare() + " "
                    + options.store().getFileName();
            return new DeviceFacts(options.index(), name, "9.0", false, 13000, 12060);
        }

        @Override
        public void register(long address, long bytes) throws DeviceException {
            if (refuses) {
                throw new DeviceException("mapping refused by the test");
            }
            super.register(address, bytes);
        }
    }
}
