package dev.saccade.engine;

/** Which library runs a model. */
public enum Backend {
    /** The best one that is available: TensorRT where there is a GPU, otherwise the CPU. */
    AUTO,
    /** NVIDIA TensorRT on the GPU. */
    TENSORRT,
    /** ONNX Runtime on the CPU. */
    CPU
}
