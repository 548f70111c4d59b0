package dev.saccade.engine;

import java.nio.file.Path;

/**
 * How an engine is compiled.
 *
 * @param device GPU, 0 is the first that CUDA lists
 * @param dlaCore deep-learning accelerator that the network runs on where it can, or -1 for none
 * @param workspaceBytes scratch memory that a layer may use at most; 0: as much as there is
 * @param level how long the builder searches, 0 to 5; -1: the library's default
 * @param store directory of compiled engines
 * @param timings store in which kernels' timings are looked up and kept; they are no part of an engine
 */
public record BuildOptions(int device, int dlaCore, long workspaceBytes, int level, Path store, Path timings) {
    /**
     * With timings beside the engines.
     *
     * @param device GPU, 0 is the first that CUDA lists
     * @param dlaCore deep-learning accelerator, or -1 for none
     * @param workspaceBytes scratch memory that a layer may use at most; 0: as much as there is
     * @param level how long the builder searches, 0 to 5; -1: the library's default
     * @param store directory of compiled engines, and of timings
     */
    public BuildOptions(int device, int dlaCore, long workspaceBytes, int level, Path store) {
        this(device, dlaCore, workspaceBytes, level, store, store);
    }
}
