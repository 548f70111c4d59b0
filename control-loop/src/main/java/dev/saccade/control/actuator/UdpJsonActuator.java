package dev.saccade.control.actuator;

import dev.saccade.control.Actuator;
import dev.saccade.control.Command;
import dev.saccade.control.DriveCommand;
import dev.saccade.control.LoopConfigurationException;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.TickInput;
import dev.saccade.control.mode.Mode;
import dev.saccade.control.wire.DirectWire;
import dev.saccade.control.wire.MessageBatch;
import dev.saccade.control.wire.SafePlan;
import dev.saccade.control.wire.Wire;
import dev.saccade.control.wire.WireException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;

/**
 * Sends each tick's command as one JSON datagram, UTF-8, keys in this order: {@code seq} (from 0, of the wire),
 * {@code tNs} (when it left, monotonic), {@code mode}, one key an axis ({@code speed} in m/s and {@code yawRate} in rad/s
 * for a {@link DriveCommand}), {@code ageMs} (of the newest perception; null before the first), {@code valid} (true for a
 * controller's command, false for the safe one). Numbers may have blanks before them.
 *
 * <p>Sending never blocks and allocates nothing. Where nobody listens, the kernel reports the refusal at a later send.
 *
 * @param <C> the vehicle's command
 */
public final class UdpJsonActuator<C extends Command> implements Actuator<C> {
    private static final int CAPACITY = 1400;
    private static final byte[] PLACE = " ".repeat(20).getBytes(StandardCharsets.UTF_8);
    private static final byte[] NULL = "null".getBytes(StandardCharsets.UTF_8);
    private static final byte[] TRUE = "true".getBytes(StandardCharsets.UTF_8);
    private static final byte[] FALSE = "false".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SEQ = JsonLine.key("seq");
    private static final byte[] TIME = JsonLine.key("tNs");
    private static final byte[] AGE = JsonLine.key("ageMs");
    private static final byte[] VALID = JsonLine.key("valid");
    private static final byte[][] MODES = modes();

    private final Wire wire;
    private final Supplier<C> commands;
    private final JsonLine line = new JsonLine(CAPACITY);
    private final MessageBatch batch = new MessageBatch(CAPACITY + 64);
    private final MessageBatch safe = new MessageBatch(CAPACITY + 64);
    private final MessageBatch silence = new MessageBatch(Integer.BYTES);
    private final byte[][] axes;
    private final C still;
    private boolean closed;

    private UdpJsonActuator(Wire wire, Supplier<C> commands) {
        this.wire = wire;
        this.commands = commands;
        still = commands.get();
        axes = new byte[still.axes()][];
        for (int i = 0; i < axes.length; i++) {
            axes[i] = JsonLine.key(still.axis(i));
        }
        message(safe, still, Mode.SAFE, false, 0, false);
    }

    /**
     * Opens an outlet for drive commands, without a gate.
     *
     * @param uri {@code udp://host:port}
     * @return the outlet, owned by the caller
     * @throws LoopConfigurationException when the URI or its host is wrong, or no socket can be had
     */
    public static UdpJsonActuator<DriveCommand> open(String uri) {
        return open(uri, DriveCommand::new);
    }

    /**
     * Opens an outlet, without a gate.
     *
     * @param uri {@code udp://host:port}
     * @param commands makes a command
     * @param <C> the command
     * @return the outlet, owned by the caller
     * @throws LoopConfigurationException when the URI or its host is wrong, or no socket can be had
     */
    public static <C extends Command> UdpJsonActuator<C> open(String uri, Supplier<C> commands) {
        try {
            return over(DirectWire.open(uri), commands);
        } catch (WireException e) {
            throw new LoopConfigurationException("actuator " + e.getMessage());
        }
    }

    /**
     * Makes an outlet over a wire.
     *
     * @param wire closed by this outlet
     * @param commands makes a command
     * @param <C> the command
     * @return the outlet, owned by the caller
     */
    public static <C extends Command> UdpJsonActuator<C> over(Wire wire, Supplier<C> commands) {
        return new UdpJsonActuator<>(wire, commands);
    }

    @Override
    public String name() {
        return wire.name();
    }

    @Override
    public C newCommand() {
        return commands.get();
    }

    /** STOP: every axis 0 for ever; HOLD_THEN_SILENCE: for that time; HAND_OVER: silence at once; it cannot land. */
    @Override
    public void prepare(SafePolicy policy) {
        wire.plan(
                switch (policy.kind()) {
                    case STOP -> new SafePlan(List.of(new SafePlan.Phase(safe, Long.MAX_VALUE, 0)));
                    case HOLD_THEN_SILENCE -> new SafePlan(List.of(new SafePlan.Phase(safe, policy.holdNs(), 0)));
                    case HAND_OVER -> new SafePlan(List.of(new SafePlan.Phase(silence, Long.MAX_VALUE, 0)));
                    case HOLD_THEN_LAND ->
                        throw new LoopConfigurationException(
                                "actuator " + name() + ": its messages have no landing, so '" + policy.text()
                                        + "' cannot be carried out; use stop, hold-then-silence or hand-over");
                });
    }

    @Override
    public int send(C command, TickInput in) {
        if (closed) {
            return FAILED;
        }
        message(batch, command, in.mode(), in.hasPerception(), in.ageNs(), true);
        return wire.send(batch, in.validUntilNs());
    }

    @Override
    public int sendSafe(TickInput in) {
        if (closed) {
            return FAILED;
        }
        message(batch, still, in.mode(), in.hasPerception(), in.ageNs(), false);
        return wire.sendSafe(batch, in.timeNs());
    }

    @Override
    public String lastError() {
        String error = wire.lastError();
        return error.isEmpty() ? "" : "actuator " + name() + ": " + error;
    }

    @Override
    public void rearm() {
        wire.rearm();
    }

    @Override
    public boolean isCoveredByGate() {
        return wire.isCoveredByGate();
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            wire.close();
            batch.close();
            safe.close();
            silence.close();
        }
    }

    private void message(MessageBatch into, C command, Mode mode, boolean seen, long ageNs, boolean valid) {
        line.begin();
        line.raw(SEQ);
        int numberAt = line.position();
        line.raw(PLACE);
        line.raw(TIME);
        int timeAt = line.position();
        line.raw(PLACE);
        line.raw(MODES[mode.code()]);
        for (int i = 0; i < axes.length; i++) {
            line.raw(axes[i]);
            line.number(command.value(i));
        }
        line.raw(AGE);
        if (seen) {
            line.number(ageNs / 1e6);
        } else {
            line.raw(NULL);
        }
        line.raw(VALID);
        line.raw(valid ? TRUE : FALSE);
        int length = line.end();
        into.clear().beginRaw(numberAt, timeAt).put(line.array(), 0, length).end();
    }

    private static byte[][] modes() {
        byte[][] texts = new byte[Mode.values().length][];
        for (Mode mode : Mode.values()) {
            texts[mode.code()] = (",\"mode\":\"" + mode + "\"").getBytes(StandardCharsets.UTF_8);
        }
        return texts;
    }
}
