package dev.saccade.engine;

/**
 * What an engine was compiled for, or what is here now: equal in every field, or the engine is refused.
 *
 * @param backend {@code tensorrt}
 * @param version of the library, {@code 10.6.0}
 * @param device name of the GPU as the driver gives it
 * @param capability compute capability, {@code 9.0}
 */
public record EngineTarget(String backend, String version, String device, String capability) {}
