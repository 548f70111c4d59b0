package dev.saccade.engine;

import java.nio.file.Path;

/**
 * How an engine is loaded.
 *
 * @param threads compute threads of a CPU engine, at least 1
 * @param spin whether idle compute threads spin; off saves power and yields cores
 * @param avoidCpu processor that compute threads keep off (the control core), or -1
 * @param cache directory for optimised graphs, created when missing
 */
public record EngineOptions(int threads, boolean spin, int avoidCpu, Path cache) {}
