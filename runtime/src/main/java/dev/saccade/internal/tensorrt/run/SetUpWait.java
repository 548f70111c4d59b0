package dev.saccade.internal.tensorrt.run;

import dev.saccade.internal.tensorrt.device.Device;
import dev.saccade.internal.tensorrt.device.DeviceEvent;
import dev.saccade.internal.tensorrt.device.DeviceStream;
import dev.saccade.time.MonotonicClock;

/**
 * Waits for work of set-up, such as a network's first run, which loads kernels: long, and not for ever. Once the device
 * is broken or hangs, what it was given must not be freed. The engine's thread; nothing else is in flight.
 */
final class SetUpWait {
    /** Far beyond what a first run takes, kernels compiled by the driver included. */
    static final long BOUND_NS = 60_000_000_000L;
    /** Status of our own: the bound is over. */
    static final int STUCK = -2;

    private static final long STEP_NS = 100_000;

    private final Device device;
    private final DeviceStream stream;
    private final DeviceEvent event;
    private final MonotonicClock clock;
    private final Pause pause;
    private boolean isBroken;

    SetUpWait(Device device, DeviceStream stream, DeviceEvent event, MonotonicClock clock, Pause pause) {
        this.device = device;
        this.stream = stream;
        this.event = event;
        this.clock = clock;
        this.pause = pause;
    }

    /** Whether the device may still use what it was given, or nothing works on it any more. Final. */
    boolean isBroken() {
        return isBroken;
    }

    /**
     * Waits for everything on the stream, also when its submission broke off.
     *
     * @param submitted status of the submission
     * @return that status; when it is OK, how the work ended: OK, the device's error or {@link #STUCK}
     */
    int finish(int submitted) {
        int ended = stream.record(event);
        if (ended == Device.OK) {
            ended = await();
        }
        // Without a mark nobody knows when the work ends.
        isBroken |= ended != Device.OK;
        isBroken |= submitted > Device.OK && device.isSticky(submitted);
        return submitted == Device.OK ? ended : submitted;
    }

    private int await() {
        long begunNs = clock.nanoTime();
        int status = event.query();
        while (status == Device.NOT_READY) {
            if (clock.nanoTime() - begunNs >= BOUND_NS) {
                return STUCK;
            }
            pause.pause(STEP_NS);
            status = event.query();
        }
        return status;
    }
}
