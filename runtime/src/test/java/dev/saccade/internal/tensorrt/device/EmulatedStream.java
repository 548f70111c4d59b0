package dev.saccade.internal.tensorrt.device;

import dev.saccade.kernel.Kernels;
import java.util.ArrayList;
import java.util.List;

/**
 * Work that is done in order when an event asks for it and its time has come. Submissions are written into places made
 * before, so that a steady run allocates nothing here either.
 */
public final class EmulatedStream implements DeviceStream {
    private static final int PLACES = 256;

    /** One thing to do. */
    @FunctionalInterface
    public interface Work {
        void run();
    }

    private static final class Place {
        Work work;
        Work[] graph;
        EmulatedEvent event;
        long to;
        long toStride;
        long from;
        long fromStride;
        long bytes;
        long rows;
    }

    private final EmulatedDevice device;
    private final Place[] places = new Place[PLACES];
    private int first;
    private int count;
    private long busyUntilNs;
    private List<Work> capturing;

    EmulatedStream(EmulatedDevice device) {
        this.device = device;
        for (int i = 0; i < PLACES; i++) {
            places[i] = new Place();
        }
    }

    /** Submits work of the test's own: the run of a network. */
    public int add(Work work) {
        if (device.submitStatus != Device.OK) {
            return refuse();
        }
        if (capturing != null) {
            capturing.add(work);
            return Device.OK;
        }
        next().work = work;
        return Device.OK;
    }

    /** The stream is busy from now on: for the work that follows. Called by work. */
    public void busyFor(long ns) {
        busyUntilNs = Math.max(busyUntilNs, device.clock.nanoTime()) + ns;
    }

    private int refuse() {
        int status = device.submitStatus;
        if (!device.isSticky(status)) {
            device.submitStatus = Device.OK;
        }
        return status;
    }

    private Place next() {
        if (count == PLACES) {
            throw new IllegalStateException("more work than places: nobody waits for it");
        }
        Place place = places[(first + count++) % PLACES];
        place.work = null;
        place.graph = null;
        place.event = null;
        return place;
    }

    @Override
    public int copy(long to, long from, long bytes) {
        return copyRows(to, bytes, from, bytes, bytes, 1);
    }

    @Override
    public int copyRows(long to, long toStride, long from, long fromStride, long rowBytes, long rows) {
        if (device.submitStatus != Device.OK) {
            return refuse();
        }
        if (capturing != null) {
            capturing.add(() -> copyNow(to, toStride, from, fromStride, rowBytes, rows));
            return Device.OK;
        }
        Place place = next();
        place.to = to;
        place.toStride = toStride;
        place.from = from;
        place.fromStride = fromStride;
        place.bytes = rowBytes;
        place.rows = rows;
        return Device.OK;
    }

    private void copyNow(long to, long toStride, long from, long fromStride, long rowBytes, long rows) {
        device.copies++;
        device.touch(to, toStride * (rows - 1) + rowBytes);
        device.touch(from, fromStride * (rows - 1) + rowBytes);
        for (long r = 0; r < rows; r++) {
            Kernels.copy(to + r * toStride, from + r * fromStride, rowBytes);
        }
    }

    @Override
    public int fill(long at, int value, long bytes) {
        return add(() -> org.bytedeco.javacpp.Pointer.memset(EmulatedDevice.at(at), value, bytes));
    }

    @Override
    public int record(DeviceEvent event) {
        if (device.submitStatus == EmulatedDevice.STICKY) {
            return EmulatedDevice.STICKY;
        }
        EmulatedEvent mark = (EmulatedEvent) event;
        mark.recordedIn = this;
        mark.recorded++;
        next().event = mark;
        return Device.OK;
    }

    /** Does what can be done by now. */
    int progress() {
        if (device.hangs) {
            return Device.OK;
        }
        if (device.workStatus != Device.OK) {
            return device.workStatus;
        }
        while (count > 0 && device.clock.nanoTime() - busyUntilNs >= 0) {
            Place place = places[first];
            first = (first + 1) % PLACES;
            count--;
            if (place.event != null) {
                place.event.fired++;
            } else if (place.graph != null) {
                for (int i = 0; i < place.graph.length; i++) {
                    place.graph[i].run();
                }
            } else if (place.work != null) {
                place.work.run();
            } else {
                copyNow(place.to, place.toStride, place.from, place.fromStride, place.bytes, place.rows);
            }
        }
        return Device.OK;
    }

    @Override
    public int beginCapture() {
        if (device.captureStatus != Device.OK) {
            return device.captureStatus;
        }
        capturing = new ArrayList<>();
        return Device.OK;
    }

    @Override
    public DeviceGraph endCapture() throws DeviceException {
        Work[] captured = capturing.toArray(new Work[0]);
        capturing = null;
        device.made("graph");
        return new DeviceGraph() {
            @Override
            public int launch(DeviceStream on) {
                if (device.submitStatus != Device.OK) {
                    return refuse();
                }
                ((EmulatedStream) on).next().graph = captured;
                return Device.OK;
            }

            @Override
            public long handle() {
                return 2;
            }

            @Override
            public void close() {
                device.ended();
            }
        };
    }

    @Override
    public long handle() {
        return 1;
    }

    @Override
    public void close() {
        if (count > 0) {
            throw new IllegalStateException("closed with " + count + " things to do");
        }
        device.ended();
    }
}
