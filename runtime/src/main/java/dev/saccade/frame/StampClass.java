package dev.saccade.frame;

/** Where a capture time comes from. Latency figures name it. */
public enum StampClass {
    /** The driver's stamp on the monotonic clock. */
    KERNEL,
    /** The sender's clock, mapped to ours. */
    RTCP,
    /** When the frame reached this process; the source declares a worst upstream delay beside it. */
    ARRIVAL,
    /** The presentation time of a file or a rendered scene, mapped to the clock at which it is played. */
    PLAYBACK
}
