package dev.saccade.bench.gpu;

/** What a part cannot do without. */
enum Need {
    /** A driver and a device. */
    GPU,
    /** A driver, a device, and NVIDIA's compute-sanitizer on the PATH. */
    COMPUTE_SANITIZER,
    /** Nothing: it rehearses on the CPU. */
    NONE
}
