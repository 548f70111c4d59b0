package dev.saccade.worker;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.EngineOptions;
import dev.saccade.fault.FaultKind;
import dev.saccade.fault.FaultSpec;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a worker is to load and how, as a command line of {@link WorkerMain} and back. */
record WorkerSpec(Path directory, float minScore, Backend backend, EngineOptions options, List<FaultSpec> faults) {
    private static final int FIXED = 12;

    static WorkerSpec of(ModelPackage model, Backend backend, EngineOptions options, List<FaultSpec> faults) {
        return new WorkerSpec(
                model.directory().toAbsolutePath(), model.thresholds().score(), backend, options, List.copyOf(faults));
    }

    ModelPackage model() throws PackageException {
        return ModelPackages.read(directory).withMinScore(minScore);
    }

    List<String> arguments(long parent) {
        DeviceOptions device = options.device();
        List<String> all = new ArrayList<>(List.of(
                Long.toString(parent),
                directory.toString(),
                Float.toString(minScore),
                backend.name(),
                Integer.toString(options.threads()),
                Boolean.toString(options.spin()),
                Integer.toString(options.avoidCpu()),
                options.cache().toString(),
                Integer.toString(device.index()),
                device.priority().name(),
                Double.toString(device.budgetShare()),
                device.store().toString()));
        for (FaultSpec f : faults) {
            all.add(f.kind().name() + "," + f.value() + "," + f.startNs() + "," + f.durationNs());
        }
        return all;
    }

    static int parent(String[] arguments) {
        return Integer.parseInt(arguments[0]);
    }

    static WorkerSpec read(String[] arguments) {
        DeviceOptions device = new DeviceOptions(
                Integer.parseInt(arguments[8]),
                DeviceOptions.Priority.valueOf(arguments[9]),
                Double.parseDouble(arguments[10]),
                Path.of(arguments[11]));
        EngineOptions options = new EngineOptions(
                Integer.parseInt(arguments[4]),
                Boolean.parseBoolean(arguments[5]),
                Integer.parseInt(arguments[6]),
                Path.of(arguments[7]),
                device);
        List<FaultSpec> faults = new ArrayList<>();
        for (int i = FIXED; i < arguments.length; i++) {
            String[] f = arguments[i].split(",", -1);
            faults.add(new FaultSpec(
                    FaultKind.valueOf(f[0]), Double.parseDouble(f[1]), Long.parseLong(f[2]), Long.parseLong(f[3])));
        }
        return new WorkerSpec(
                Path.of(arguments[1]), Float.parseFloat(arguments[2]), Backend.valueOf(arguments[3]), options, faults);
    }
}
