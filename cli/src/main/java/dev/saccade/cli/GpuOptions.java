package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.engine.DeviceOptions;
import dev.saccade.engine.Engines;
import dev.saccade.model.DeviceName;
import dev.saccade.model.ModelPackage;
import dev.saccade.vision.Perceiver;

/** What {@code run} says about GPUs: which one, before or behind others, and for how much of the deadline. */
final class GpuOptions {
    private final RunOptions options;

    GpuOptions(RunOptions options) {
        this.options = options;
    }

    void check() throws CommandException {
        if (options.budgetShare != null && !(options.budgetShare > 0 && options.budgetShare <= 1)) {
            throw new CommandException(
                    ExitCode.USAGE, "--budget-share " + options.budgetShare + ": give a share above 0, at most 1");
        }
        if (options.budgetShare != null && options.deadline == null) {
            throw new CommandException(
                    ExitCode.USAGE, "--budget-share is a share of --deadline; give that as well, or neither");
        }
        String given = options.device != null
                ? "--device " + DeviceName.of(options.device)
                : options.gpuPriority != null
                        ? "--gpu-priority"
                        : options.budgetShare != null ? "--budget-share" : null;
        if (options.backend == Backend.CPU && given != null) {
            throw new CommandException(
                    ExitCode.USAGE, given + " contradicts --backend cpu, which uses no GPU; leave one of the two out");
        }
    }

    /** What the command line says comes first, then what the package says. */
    DeviceOptions of(ModelPackage model, DeviceOptions usual) {
        DeviceOptions asked = usual.asked(model.device());
        return new DeviceOptions(
                options.device == null ? asked.index() : options.device,
                options.gpuPriority == null ? asked.priority() : options.gpuPriority,
                options.budgetShare == null ? asked.budgetShare() : options.budgetShare,
                asked.store());
    }

    /** What runs the model, in words. */
    String device(Perceiver perceiver) {
        if (perceiver.backend() == Backend.CPU) {
            return "cpu";
        }
        int asked = Math.max(0, perceiver.model().device().index());
        return DeviceName.of(options.device == null ? asked : options.device);
    }

    /** Why a run that might have had a GPU has none, one line; empty when it has one or asked for none. */
    String whyNone(Perceiver perceiver) {
        return options.backend == Backend.AUTO && perceiver.backend() == Backend.CPU
                ? Engines.unavailable(Backend.TENSORRT).orElse("TensorRT refused the model, as the log says")
                : "";
    }

    /** Whoever names a GPU is told when another device runs the model. */
    void tell(Perceiver perceiver) {
        if (options.device != null && perceiver.backend() == Backend.CPU) {
            System.err.println(
                    "--device " + DeviceName.of(options.device) + ": the CPU runs the model; the log says why");
        }
    }
}
