package dev.saccade.control.actuator;

import dev.saccade.control.Actuator;
import dev.saccade.control.Command;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.LoopConfigurationException;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.TickInput;
import dev.saccade.control.mode.Mode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/**
 * Sends each tick's command as one JSON datagram, UTF-8, keys in this order: {@code seq} (from 0, of this actuator),
 * {@code tNs} (monotonic), {@code mode}, one key an axis ({@code speed} in m/s and {@code yawRate} in rad/s for a
 * {@link DriveCommand}), {@code ageMs} (of the newest perception; null before the first), {@code valid} (true for a
 * controller's command, false for the safe one).
 *
 * <p>Sending never blocks and allocates nothing. Where nobody listens, the kernel reports the refusal at a later send:
 * that send is counted as refused, and the JDK makes an exception for it, so a refusing peer costs some garbage.
 *
 * @param <C> the command
 */
public final class UdpJsonActuator<C extends Command> implements Actuator<C> {
    private static final int CAPACITY = 1400;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEQ = JsonLine.key("seq");
    private static final byte[] TIME = JsonLine.key("tNs");
    private static final byte[] AGE = JsonLine.key("ageMs");
    private static final byte[] VALID = JsonLine.key("valid");
    private static final byte[][] MODES = modes();

    private final String name;
    private final String nobody;
    private final Supplier<C> commands;
    private final DatagramChannel channel;
    private final JsonLine line = new JsonLine(CAPACITY);
    private final byte[][] axes;
    private final C still;
    private long sequence;
    private volatile String lastError = "";

    private UdpJsonActuator(String name, Supplier<C> commands, DatagramChannel channel) {
        this.name = name;
        nobody = "actuator " + name + ": nobody listens; start the receiver, or give its address";
        this.commands = commands;
        this.channel = channel;
        still = commands.get();
        axes = new byte[still.axes()][];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = JsonLine.key(still.axis(i));
        }
    }

    /**
     * Opens an outlet for drive commands.
     *
     * @param uri {@code udp://host:port}
     * @return the outlet, owned by the caller
     * @throws LoopConfigurationException when the URI or its host is wrong, or no socket can be had
     */
    public static UdpJsonActuator<DriveCommand> open(String uri) {
        return open(uri, DriveCommand::new);
    }

    /**
     * Opens an outlet.
     *
     * @param uri {@code udp://host:port}
     * @param commands makes a command
     * @param <C> the command
     * @return the outlet, owned by the caller
     * @throws LoopConfigurationException when the URI or its host is wrong, or no socket can be had
     */
    public static <C extends Command> UdpJsonActuator<C> open(String uri, Supplier<C> commands) {
        InetSocketAddress peer = peer(uri);
        try {
            DatagramChannel channel = DatagramChannel.open();
            try {
                channel.configureBlocking(false);
                channel.connect(peer);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
            return new UdpJsonActuator<>(uri, commands, channel);
        } catch (IOException e) {
            throw new LoopConfigurationException(
                    "actuator " + uri + ": no route: " + e.getMessage() + "; check the address and the network");
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public C newCommand() {
        return commands.get();
    }

    @Override
    public void prepare(SafePolicy policy) {
        // STOP, the only policy, is every axis at 0, which `still` already is.
    }

    @Override
    public int send(C command, TickInput in) {
        return transmit(command, in, true);
    }

    @Override
    public int sendSafe(TickInput in) {
        return transmit(still, in, false);
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            lastError = "actuator " + name + ": " + e.getMessage();
        }
    }

    private int transmit(C command, TickInput in, boolean valid) {
        line.begin();
        line.raw(SEQ);
        line.number(sequence++);
        line.raw(TIME);
        line.number(in.timeNs());
        line.raw(MODES[in.mode().code()]);
        for (int i = 0; i < axes.length; i++) {
            line.raw(axes[i]);
            line.number(command.value(i));
        }
        line.raw(AGE);
        if (in.hasPerception()) {
            line.number(in.ageNs() / 1e6);
        } else {
            line.raw(NULL);
        }
        line.raw(VALID);
        line.raw(valid ? TRUE : FALSE);
        try {
            return channel.write(line.end()) > 0 ? SENT : DROPPED;
        } catch (PortUnreachableException e) {
            lastError = nobody;
            return REFUSED;
        } catch (IOException e) {
            lastError = "actuator " + name + ": " + e.getMessage();
            return FAILED;
        }
    }

    private static InetSocketAddress peer(String uri) {
        try {
            URI parsed = new URI(uri);
            if ("udp".equals(parsed.getScheme()) && parsed.getHost() != null && parsed.getPort() > 0) {
                InetSocketAddress peer = new InetSocketAddress(parsed.getHost(), parsed.getPort());
                if (peer.isUnresolved()) {
                    throw new LoopConfigurationException(
                            "actuator " + uri + ": unknown host '" + parsed.getHost() + "'; give an address");
                }
                return peer;
            }
        } catch (URISyntaxException e) {
            // Falls through to the one message about the form.
        }
        throw new LoopConfigurationException("actuator " + uri + ": write it as udp://host:port");
    }

    private static byte[][] modes() {
        byte[][] texts = new byte[Mode.values().length][];
        for (Mode mode : Mode.values()) {
            texts[mode.code()] = (",\"mode\":\"" + mode + "\"").getBytes(StandardCharsets.UTF_8);
        }
        return texts;
    }
}
