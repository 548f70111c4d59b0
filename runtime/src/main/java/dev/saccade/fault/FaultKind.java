package dev.saccade.fault;

import java.util.Arrays;
import java.util.List;

/** What can be made to go wrong. */
public enum FaultKind {
    /** The camera's driver is stuck: the same picture again and again, with new stamps. */
    CAMERA_FREEZE(0, "camera-freeze", Value.NONE),
    /** No frame comes. */
    CAMERA_LOST(1, "camera-lost", Value.NONE),
    /** Frames come, all black. */
    CAMERA_BLANK(2, "camera-blank", Value.NONE),
    /** A share of the frames is lost. */
    FRAME_LOSS(3, "frame-loss", Value.SHARE),
    /** A run that begins during the fault ends only after it. */
    ENGINE_HANG(4, "engine-hang", Value.NONE),
    /** Every run fails. */
    ENGINE_ERROR(5, "engine-error", Value.NONE),
    /** Every output is NaN. */
    ENGINE_NAN(6, "engine-nan", Value.NONE),
    /** Every output is 0. */
    OUTPUT_BLANK(7, "output-blank", Value.NONE),
    /** Every run takes that much longer. */
    LATENCY(8, "latency", Value.TIME),
    /** Every run fails for want of memory. */
    ENGINE_OOM(9, "engine-oom", Value.NONE),
    /** The device is gone, from then on. */
    DEVICE_LOST(10, "device-lost", Value.NONE),
    /** The engine's process kills itself at a frame; needs one ({@code --isolation process}). */
    WORKER_KILL(11, "worker-kill", Value.NONE),
    /** The engine's process stops at a frame, so that nothing but SIGKILL ends it. */
    WORKER_STOP(12, "worker-stop", Value.NONE),
    /** The engine's process uses up its memory at a frame. */
    WORKER_OOM(13, "worker-oom", Value.NONE),
    /** A share of the frames comes again instead of the next one, which is lost. */
    CAMERA_DUPLICATE(14, "camera-duplicate", Value.SHARE),
    /** A share of the frames arrives damaged, which the source tells by itself. */
    CAMERA_TORN(15, "camera-torn", Value.SHARE),
    /** Frames come that much later, with the capture times that they have. */
    CAMERA_LATE(16, "camera-late", Value.TIME),
    /** The camera's counter begins anew. */
    CAMERA_RESET(17, "camera-reset", Value.NONE);

    /** What stands behind the kind's name, after an equals sign. */
    enum Value {
        NONE,
        SHARE,
        TIME
    }

    private final int code;
    private final String word;
    private final Value value;

    FaultKind(int code, String word, Value value) {
        this.code = code;
        this.word = word;
        this.value = value;
    }

    /** @return its name on the command line */
    public String word() {
        return word;
    }

    int code() {
        return code;
    }

    Value value() {
        return value;
    }

    /** @return whether it ends the engine's process */
    public boolean isOfWorker() {
        return this == WORKER_KILL || this == WORKER_STOP || this == WORKER_OOM;
    }

    /** @return whether it may strike once, without a duration */
    public boolean mayStrikeOnce() {
        return isOfWorker() || this == CAMERA_RESET;
    }

    /** @return names on the command line, with their values */
    static List<String> words() {
        return Arrays.stream(values())
                .map(k -> k.word
                        + switch (k.value) {
                            case NONE -> "";
                            case SHARE -> "=5%";
                            case TIME -> "=50ms";
                        })
                .toList();
    }
}
