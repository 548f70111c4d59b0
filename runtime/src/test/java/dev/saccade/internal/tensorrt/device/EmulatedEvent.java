package dev.saccade.internal.tensorrt.device;

/** Fires when its stream has come to it. */
final class EmulatedEvent implements DeviceEvent {
    private final EmulatedDevice device;
    EmulatedStream recordedIn;
    long fired;
    long recorded;

    EmulatedEvent(EmulatedDevice device) {
        this.device = device;
    }

    @Override
    public int query() {
        device.clock.advance(EmulatedDevice.QUERY_NS);
        if (recordedIn == null) {
            return Device.OK;
        }
        int status = recordedIn.progress();
        if (status != Device.OK) {
            return status;
        }
        return fired == recorded ? Device.OK : Device.NOT_READY;
    }

    @Override
    public long handle() {
        return 3;
    }

    @Override
    public void close() {
        device.ended();
    }
}
