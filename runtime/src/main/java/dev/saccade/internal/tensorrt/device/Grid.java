package dev.saccade.internal.tensorrt.device;

/** Blocks of a launch, threads of a block, and its dynamic shared memory in bytes. */
public record Grid(int gridX, int gridY, int gridZ, int blockX, int blockY, int blockZ, int sharedBytes) {}
