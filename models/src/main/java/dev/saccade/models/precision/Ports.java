package dev.saccade.models.precision;

/** The element type of a converted network's float inputs and outputs. */
public enum Ports {
    /** They stay as they were; the network casts inside. */
    FP32,
    /** They become FP16, which halves what goes to and from the device. */
    FP16
}
