package dev.saccade.control;

import java.util.List;

/** What a loop reads of ports, for tests of those who set them. */
public final class SensorReadings {
    private final TickInput in;

    public SensorReadings(SensorPort... ports) {
        in = new TickInput(List.of(ports));
    }

    /** As at the start of a tick. */
    public void take() {
        in.begin(0, 0, 0);
    }

    public SensorReading of(String name) {
        return in.sensor(name);
    }
}
