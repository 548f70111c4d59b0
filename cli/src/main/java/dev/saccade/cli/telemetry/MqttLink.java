package dev.saccade.cli.telemetry;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5ClientBuilder;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to the broker: made, lost and made again with growing pauses. Nothing here waits for the network,
 * except {@link #close}, for as long as it is told. Everything that the client holds in memory is bounded: messages go in
 * only while it is connected and fewer than a limit are unacknowledged.
 *
 * <p>Methods come from the telemetry thread, callbacks from the client's own.
 */
final class MqttLink {
    /** Client, broker and network are given this long for each answer. */
    private static final int PATIENCE_S = 5;

    /** Connection, handshake and subscription together. */
    private static final long ATTEMPT_NS = 4 * PATIENCE_S * 1_000_000_000L;

    private static final long FIRST_PAUSE_NS = 500_000_000;
    private static final long LONGEST_PAUSE_NS = 30_000_000_000L;
    private static final int RECEIVE_MAXIMUM = 16;
    private static final int LARGEST_PACKET = 65_536;

    private static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
    private static final byte[] OFFLINE = "offline".getBytes(StandardCharsets.UTF_8);
    private static final Logger LOG = LoggerFactory.getLogger("dev.saccade.mqtt");

    private enum State {
        DOWN,
        CONNECTING,
        UP
    }

    private final MqttSettings settings;
    private final MqttAddress address;
    private final Consumer<byte[]> onStop;
    private final Mqtt5AsyncClient client;
    private final Backoff backoff;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicLong connections = new AtomicLong();
    private final AtomicLong published = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private long attemptNs;
    private volatile State state = State.DOWN;
    private volatile boolean stopArmed;
    private volatile boolean failed;
    private volatile boolean closing;
    private volatile String error = "";

    /** @param onStop receives the payload of each message on the stop topic, on a thread of the client */
    MqttLink(MqttSettings settings, String clientId, Consumer<byte[]> onStop, long nowNs) {
        this.settings = settings;
        this.onStop = onStop;
        address = settings.address();
        backoff = new Backoff(FIRST_PAUSE_NS, LONGEST_PAUSE_NS, nowNs);
        Mqtt5ClientBuilder builder = MqttClient.builder()
                .useMqttVersion5()
                .identifier(clientId)
                .executorConfig()
                .nettyThreads(1)
                .applyExecutorConfig()
                .addDisconnectedListener(context -> lost(context.getCause()));
        var transport = builder.transportConfig()
                .serverHost(address.host())
                .serverPort(address.port())
                .socketConnectTimeout(PATIENCE_S, TimeUnit.SECONDS)
                .mqttConnectTimeout(PATIENCE_S, TimeUnit.SECONDS);
        if (address.tls()) {
            transport = transport.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(settings.trust())
                    .handshakeTimeout(PATIENCE_S, TimeUnit.SECONDS)
                    .build());
        }
        client = transport.applyTransportConfig().buildAsync();
    }

    /** Connects when it is time to. */
    void poll(long nowNs) {
        if (failed) {
            failed = false;
            backoff.failed(nowNs, ThreadLocalRandom.current().nextDouble());
        }
        if (state == State.DOWN && backoff.isDue(nowNs)) {
            state = State.CONNECTING;
            attemptNs = nowNs;
            var unused = client.connect(connect()).whenComplete((answer, fault) -> {
                if (fault == null) {
                    connected();
                } else {
                    lost(fault);
                }
            });
        } else if (state == State.CONNECTING && nowNs - attemptNs > ATTEMPT_NS) {
            lost(new TimeoutException("connected, and no answer to the subscription"));
            var unused = client.disconnect();
        } else if (state == State.UP) {
            backoff.succeeded();
        }
    }

    boolean isUp() {
        return state == State.UP;
    }

    /** Whether the broker said that it delivers the stop topic. */
    boolean isStopArmed() {
        return stopArmed;
    }

    /**
     * Hands a message to the client.
     *
     * @param limit of unacknowledged messages beyond which this one is not taken
     * @param lost called on a thread of the client when the connection ended before the acknowledgement
     * @return false when there is no room or no connection
     */
    boolean publish(String topic, byte[] payload, Delivery delivery, int limit, Runnable lost) {
        if (state != State.UP || inFlight.get() >= limit) {
            return false;
        }
        inFlight.incrementAndGet();
        var unused = client.publish(message(topic, payload, delivery)).whenComplete((result, fault) -> {
            inFlight.decrementAndGet();
            Throwable reason = fault != null ? fault : result.getError().orElse(null);
            if (reason == null) {
                published.incrementAndGet();
            } else if (reason instanceof Mqtt5PubAckException) {
                // Sent again, it would be refused again.
                refused.incrementAndGet();
                tell(LinkFault.text(address, reason));
            } else {
                lost.run();
            }
        });
        return true;
    }

    int inFlight() {
        return inFlight.get();
    }

    long connections() {
        return connections.get();
    }

    long published() {
        return published.get();
    }

    /** Messages that the broker did not want. */
    long refused() {
        return refused.get();
    }

    String error() {
        return error;
    }

    /** Says goodbye, and leaves when that is acknowledged or the time is up. */
    void close(long budgetNs) throws InterruptedException {
        closing = true;
        long endNs = System.nanoTime() + budgetNs;
        publish(address.topic("status"), OFFLINE, Delivery.RETAINED, Integer.MAX_VALUE, () -> {});
        while (isUp() && inFlight.get() > 0 && endNs - System.nanoTime() > 0) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
        if (isUp()) {
            Thread waiter = Thread.currentThread();
            var left = client.disconnect().whenComplete((done, fault) -> LockSupport.unpark(waiter));
            while (!left.isDone() && endNs - System.nanoTime() > 0) {
                LockSupport.parkNanos(this, endNs - System.nanoTime());
            }
        }
    }

    private void connected() {
        if (closing) {
            var unused = client.disconnect();
            return;
        }
        // The stop topic first: nobody is told that the vehicle is there before it can be stopped.
        var unused = client.subscribeWith()
                .topicFilter(address.topic("stop"))
                .qos(MqttQos.AT_LEAST_ONCE)
                .callback(message -> onStop.accept(message.getPayloadAsBytes()))
                .send()
                .whenComplete((granted, fault) -> subscribed(fault));
    }

    private void subscribed(Throwable fault) {
        if (state != State.CONNECTING) {
            // Given up meanwhile: the next attempt needs a client that is free.
            var unused = client.disconnect();
            return;
        }
        stopArmed = fault == null;
        connections.incrementAndGet();
        state = State.UP;
        publish(address.topic("status"), ONLINE, Delivery.RETAINED, Integer.MAX_VALUE, () -> {});
        if (fault == null) {
            error = "";
            LOG.info("mqtt {}: connected, remote stop is in force", address);
        } else {
            tell(LinkFault.text(address, fault));
        }
    }

    /** At every end of a connection or attempt; some come here twice. */
    private void lost(Throwable cause) {
        if (state == State.DOWN) {
            return;
        }
        stopArmed = false;
        failed = true;
        state = State.DOWN;
        if (!closing) {
            tell(LinkFault.text(address, cause));
        }
    }

    /** Each fault once: a broker that stays away fills no log. */
    private void tell(String text) {
        if (!text.equals(error)) {
            error = text;
            LOG.warn("{}", text);
        }
    }

    private Mqtt5Connect connect() {
        var connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .sessionExpiryInterval(0)
                .keepAlive(PATIENCE_S)
                .restrictions()
                .receiveMaximum(RECEIVE_MAXIMUM)
                .maximumPacketSize(LARGEST_PACKET)
                .applyRestrictions()
                .willPublish(message(address.topic("status"), OFFLINE, Delivery.RETAINED));
        MqttLogin login = settings.login();
        if (login != null) {
            connect = connect.simpleAuth()
                    .username(login.user())
                    .password(login.password().getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth();
        }
        return connect.build();
    }

    private static Mqtt5Publish message(String topic, byte[] payload, Delivery delivery) {
        return Mqtt5Publish.builder()
                .topic(topic)
                .payload(payload)
                .qos(delivery.isAcknowledged() ? MqttQos.AT_LEAST_ONCE : MqttQos.AT_MOST_ONCE)
                .retain(delivery.isRetained())
                .build();
    }
}
