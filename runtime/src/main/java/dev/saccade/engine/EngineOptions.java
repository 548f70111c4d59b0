package dev.saccade.engine;

import dev.saccade.model.DeviceWish;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.SharedCache;
import java.nio.file.Path;

/**
 * How an engine is loaded.
 *
 * @param threads compute threads of a CPU engine, at least 1
 * @param spin whether idle compute threads spin; off saves power and yields cores
 * @param avoidCpu processor that compute threads keep off (the control core), or -1
 * @param cache directory for optimised graphs, created when missing
 * @param device where and how a GPU engine runs
 * @param optimise whether the CPU's graph is optimised; off runs it as it is written, for a reference
 */
public record EngineOptions(
        int threads, boolean spin, int avoidCpu, Path cache, DeviceOptions device, boolean optimise) {
    /**
     * With an optimised graph.
     *
     * @param threads compute threads of a CPU engine, at least 1
     * @param spin whether idle compute threads spin
     * @param avoidCpu processor that compute threads keep off, or -1
     * @param cache directory for optimised graphs
     * @param device where and how a GPU engine runs
     */
    public EngineOptions(int threads, boolean spin, int avoidCpu, Path cache, DeviceOptions device) {
        this(threads, spin, avoidCpu, cache, device, true);
    }

    /**
     * On the first device, with the usual priority, the whole deadline, and the shared store of engines.
     *
     * @param threads compute threads of a CPU engine, at least 1
     * @param spin whether idle compute threads spin
     * @param avoidCpu processor that compute threads keep off, or -1
     * @param cache directory for optimised graphs
     */
    public EngineOptions(int threads, boolean spin, int avoidCpu, Path cache) {
        this(
                threads,
                spin,
                avoidCpu,
                cache,
                new DeviceOptions(0, DeviceOptions.Priority.NORMAL, 1, SharedCache.directory("engines")));
    }

    /**
     * On another device.
     *
     * @param other where and how a GPU engine runs
     * @return a copy with it
     */
    public EngineOptions on(DeviceOptions other) {
        return new EngineOptions(threads, spin, avoidCpu, cache, other, optimise);
    }

    /**
     * As a model asks of its device, where it does.
     *
     * @param model validated package
     * @return a copy, or this
     */
    public EngineOptions forModel(ModelPackage model) {
        return model.device().equals(DeviceWish.NONE) ? this : on(device.asked(model.device()));
    }

    /**
     * As the graph is written: no operator is fused, moved or replaced, and no optimised graph is kept.
     *
     * @return a copy
     */
    public EngineOptions asWritten() {
        return new EngineOptions(threads, spin, avoidCpu, cache, device, false);
    }
}
