package dev.saccade.cli.telemetry;

import dev.saccade.control.ControlEvents;
import dev.saccade.log.EventReader;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.time.MonotonicClock;
import java.io.IOException;
import java.time.Instant;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a broker how a run is doing, and takes a stop from it. A thread of its own reads counters and events; whatever
 * finds no room, because the broker is slow or away, is dropped and counted, and nothing of the run waits for it: not its
 * start, not a tick, and its end for a bounded time.
 *
 * <p>{@link #onEvent} comes from the log thread, the others from the thread that runs the loop.
 */
public final class MqttTelemetry implements EventReader, AutoCloseable {
    private static final int QUEUED_EVENTS = 256;
    /** Unacknowledged messages beyond which no event is handed to the client; states stop far earlier. */
    private static final int EVENTS_IN_FLIGHT = 64;

    private static final int STATES_IN_FLIGHT = 4;
    private static final long CYCLE_NS = 20_000_000;
    /** From the grant of a subscription to the retained message. */
    private static final long RETAINED_NS = 100_000_000;

    private static final long SOONEST_NS = 200_000_000;
    private static final long LATEST_NS = 1_000_000_000;
    /** What a broker gets at the end for the last messages, and what the caller then waits at most. */
    private static final long GOODBYE_NS = 1_000_000_000;

    private static final long JOIN_MS = 1_500;
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.mqtt");

    private final MqttSettings settings;
    private final MonotonicClock clock = MonotonicClock.SYSTEM;
    private final String run = Long.toHexString(
                    ThreadLocalRandom.current().nextLong() >>> Integer.SIZE | 1L << Integer.SIZE)
            .substring(1);
    private final ArrayBlockingQueue<Notice> events = new ArrayBlockingQueue<>(QUEUED_EVENTS);
    /** Sent and not acknowledged when a connection ended; never more than are in flight. */
    private final ConcurrentLinkedQueue<Notice> again = new ConcurrentLinkedQueue<>();

    private final AtomicLong sequence = new AtomicLong();
    private final AtomicLong droppedEvents = new AtomicLong();
    private final AtomicLong droppedStates = new AtomicLong();
    private final AtomicLong stops = new AtomicLong();
    private final Thread thread = new Thread(this::serve, "saccade-mqtt");
    private StateSource state;
    private RemoteStop remoteStop;
    private volatile MqttLink link;
    private volatile boolean closing;
    private volatile String failure = "";
    private long stateKey;
    private long stateNs;
    private boolean told;

    /**
     * Makes telemetry that is silent until {@link #start}.
     *
     * @param settings of the broker
     */
    public MqttTelemetry(MqttSettings settings) {
        this.settings = settings;
        thread.setDaemon(true);
    }

    /** The name of this run in every message: eight hexadecimal digits, drawn anew. */
    public String run() {
        return run;
    }

    /**
     * Begins; connecting goes on beside the run.
     *
     * @param source read on the telemetry thread until {@link #close}
     * @param stop called on a thread of the client
     */
    public void start(StateSource source, RemoteStop stop) {
        state = source;
        remoteStop = stop;
        if (settings.exposesPassword()) {
            LOG.warn(
                    "mqtt {}: the password crosses the network readable to all on its way; use mqtts://",
                    settings.address());
        }
        thread.start();
    }

    /**
     * Waits until a stop that is retained at the broker would have come, so that nothing moves before it: until the stop
     * topic is subscribed to and a moment longer; at most the given time, since a vehicle without its broker may move.
     */
    public void awaitStop(long mostNs) {
        long untilNs = clock.nanoTime() + mostNs;
        while (failure.isEmpty() && !counts().stopArmed() && clock.nanoTime() - untilNs < 0) {
            LockSupport.parkNanos(this, CYCLE_NS);
        }
        if (counts().stopArmed()) {
            LockSupport.parkNanos(this, RETAINED_NS);
        }
    }

    @Override
    public void onEvent(int type, long timeNs, long a, long b, long c, long d) {
        // An overload makes many of these, and the state carries their count.
        if (type != ControlEvents.SKIPPED) {
            queue(timeNs, type, a, b, c, d, null);
        }
    }

    /** What was done until now. */
    public TelemetryCounts counts() {
        MqttLink current = link;
        long dropped = droppedEvents.get() + droppedStates.get();
        if (current == null) {
            return new TelemetryCounts(0, 0, dropped, stops.get(), false, failure);
        }
        return new TelemetryCounts(
                current.connections(),
                current.published(),
                dropped + current.refused(),
                stops.get(),
                current.isStopArmed(),
                failure.isEmpty() ? current.error() : failure);
    }

    /** Tells the last events and the last state, then leaves. Takes at most some 1.5 s, none without a broker. Idempotent. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(JOIN_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try {
            // The client's threads are started from here and inherit the processors.
            ThreadPolicy.besideControl().apply();
            link = new MqttLink(settings, "saccade-" + run, this::received, clock.nanoTime());
            stateNs = clock.nanoTime();
            while (!closing) {
                link.poll(clock.nanoTime());
                tell(clock.nanoTime());
                LockSupport.parkNanos(this, CYCLE_NS);
            }
            conclude();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException | RuntimeException | LinkageError e) {
            failure = "mqtt " + settings.address() + ": telemetry ended: " + e;
            LOG.error("{}; remote stop is not in force", failure, e);
        }
    }

    private void tell(long nowNs) throws IOException {
        if (link.isUp()) {
            tellEvents();
        }
        long key = state.key();
        long sinceNs = nowNs - stateNs;
        if (!told || sinceNs >= (key == stateKey ? LATEST_NS : SOONEST_NS)) {
            told = tellState(nowNs, Delivery.LATEST, STATES_IN_FLIGHT);
            if (!told && sinceNs >= LATEST_NS) {
                droppedStates.incrementAndGet();
            }
            if (told || sinceNs >= LATEST_NS) {
                stateKey = key;
                stateNs = nowNs;
            }
        }
    }

    private void tellEvents() throws IOException {
        while (tellFirst(again) || tellFirst(events)) {
            // Until none is left or there is no room.
        }
    }

    private boolean tellFirst(Queue<Notice> queue) throws IOException {
        Notice notice = queue.peek();
        if (notice == null) {
            return false;
        }
        byte[] json = NoticeJson.bytes(run, notice, clock.nanoTime(), Instant.now());
        String topic = settings.address().topic("event");
        if (!link.publish(topic, json, Delivery.ONCE, EVENTS_IN_FLIGHT, () -> again.add(notice))) {
            return false;
        }
        queue.remove();
        return true;
    }

    private boolean tellState(long nowNs, Delivery delivery, int limit) throws IOException {
        return link.isUp()
                && link.publish(
                        settings.address().topic("state"),
                        state.json(nowNs, Instant.now(), counts()),
                        delivery,
                        limit,
                        droppedStates::incrementAndGet);
    }

    private void conclude() throws IOException, InterruptedException {
        if (link.isUp()) {
            tellEvents();
            tellState(clock.nanoTime(), Delivery.RETAINED, Integer.MAX_VALUE);
        }
        link.close(GOODBYE_NS);
        droppedEvents.addAndGet(events.size() + again.size());
    }

    /** On a thread of the client, and first of all: the stop itself. */
    private void received(byte[] payload) {
        if (!StopMessage.isStop(payload)) {
            return;
        }
        String who = StopMessage.who(payload);
        remoteStop.stop("mqtt " + settings.address().topic("stop") + ": " + who);
        stops.incrementAndGet();
        LOG.warn("mqtt {}: stop received from {}", settings.address(), who);
        queue(clock.nanoTime(), Notice.STOP, 0, 0, 0, 0, who);
    }

    private void queue(long timeNs, int type, long a, long b, long c, long d, String who) {
        if (!events.offer(new Notice(sequence.getAndIncrement(), timeNs, type, a, b, c, d, who))) {
            droppedEvents.incrementAndGet();
        }
    }
}
