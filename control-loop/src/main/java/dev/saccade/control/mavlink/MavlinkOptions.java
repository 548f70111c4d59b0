package dev.saccade.control.mavlink;

import dev.saccade.control.LoopConfigurationException;
import dev.saccade.control.wire.WireIdentity;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Who speaks to whom over MAVLink, and how. Immutable; made from an address by {@link #parse}, changed by the others.
 * The key is a secret: it is in no text that this class makes.
 */
public final class MavlinkOptions {
    /** MAV_COMP_ID_ONBOARD_COMPUTER. */
    public static final int ONBOARD_COMPUTER = 191;
    /** MAV_COMP_ID_AUTOPILOT1. */
    public static final int AUTOPILOT = 1;

    private static final long NS_PER_S = 1_000_000_000L;
    private static final long TIMEOUT_NS = 3 * NS_PER_S;
    private static final int MOST_ID = 255;
    private static final String USAGE =
            "; known: system, component, target, targetComponent, key, link, timeout, vehicle, sectors, fan, range";

    private final String transport;
    private int system = 1;
    private int component = ONBOARD_COMPUTER;
    private int targetSystem = 1;
    private int targetComponent = AUTOPILOT;
    private byte[] key;
    private int link;
    private long timeoutNs = TIMEOUT_NS;
    private boolean multirotor;
    private ObstacleSectors sectors = ObstacleSectors.NONE;

    private MavlinkOptions(String transport) {
        this.transport = transport;
    }

    /**
     * Reads an address, such as {@code udp://127.0.0.1:14540?key=vehicle.key} or
     * {@code serial:/dev/ttyACM0?baud=921600&target=2}. Its options, joined by {@code &}: {@code target} and
     * {@code targetComponent} (ids of the autopilot, 1 and 1 unless given), {@code system} and {@code component} (ours:
     * the target's system and 191), {@code key} (a signing key file) and {@code link} (the link id in signatures, 0),
     * {@code timeout} (seconds without a HEARTBEAT that count as a loss, 3), {@code vehicle} ({@code rover} or
     * {@code copter}), {@code sectors}, {@code fan} and {@code range} (see {@link ObstacleSectors}; {@code range=0.2-20}).
     * What else stands there, such as {@code baud}, is the wire's.
     *
     * @param address of the vehicle
     * @return the options
     * @throws LoopConfigurationException when an option is wrong or a key file cannot be used
     */
    public static MavlinkOptions parse(String address) {
        int mark = address.indexOf('?');
        List<String> others = new ArrayList<>();
        List<String[]> ours = new ArrayList<>();
        String query = mark < 0 ? "" : address.substring(mark + 1);
        for (String option : query.isEmpty() ? new String[0] : query.split("&")) {
            String[] pair = option.split("=", 2);
            if (pair.length != 2 || pair[0].isEmpty()) {
                throw new LoopConfigurationException(
                        "mavlink address " + address + ": write '" + option + "' as name=value");
            }
            if (isOurs(pair[0])) {
                ours.add(pair);
            } else {
                others.add(option);
            }
        }
        String bare = mark < 0 ? address : address.substring(0, mark);
        MavlinkOptions options = new MavlinkOptions(others.isEmpty() ? bare : bare + "?" + String.join("&", others));
        boolean ownSystem = false;
        for (String[] pair : ours) {
            options.set(pair[0], pair[1]);
            ownSystem |= pair[0].equals("system");
        }
        if (!ownSystem) {
            // An on-board computer is a component of its vehicle.
            options.system = options.targetSystem;
        }
        return options;
    }

    private static boolean isOurs(String name) {
        return switch (name) {
            case "system",
                    "component",
                    "target",
                    "targetComponent",
                    "key",
                    "link",
                    "timeout",
                    "vehicle",
                    "sectors",
                    "fan",
                    "range" -> true;
            default -> false;
        };
    }

    private void set(String name, String value) {
        switch (name) {
            case "system" -> system = id(name, value, 1);
            case "component" -> component = id(name, value, 1);
            case "target" -> targetSystem = id(name, value, 1);
            case "targetComponent" -> targetComponent = id(name, value, 1);
            case "link" -> link = id(name, value, 0);
            case "key" -> key = SigningKey.read(Path.of(value));
            case "timeout" -> timeoutNs = timeout(value);
            case "vehicle" -> multirotor = isMultirotor(value);
            default -> sectors = sectors(name, value);
        }
    }

    /** @return where the vehicle is, for whoever opens the wire */
    public String transport() {
        return transport;
    }

    /** @return our system id */
    public int system() {
        return system;
    }

    /** @return our component id */
    public int component() {
        return component;
    }

    /** @return the vehicle's system id */
    public int targetSystem() {
        return targetSystem;
    }

    /** @return its autopilot's component id */
    public int targetComponent() {
        return targetComponent;
    }

    /** @return whether messages are signed, and unsigned ones refused */
    public boolean isSigned() {
        return key != null;
    }

    /** @return a copy of the signing key, 32 bytes, or null; for whoever opens the wire */
    public byte[] key() {
        return key == null ? null : key.clone();
    }

    /** @return who sends, for whoever opens the wire */
    public WireIdentity identity() {
        return new WireIdentity(system, component, key == null ? null : new WireIdentity.Signing(link, key, 0));
    }

    /** @return link id in signatures */
    public int link() {
        return link;
    }

    /** @return time without a HEARTBEAT of the autopilot that counts as its loss, ns */
    public long timeoutNs() {
        return timeoutNs;
    }

    /** @return whether the vehicle falls when its motors stop */
    public boolean isMultirotor() {
        return multirotor;
    }

    /** @return directions in which obstacles are told */
    public ObstacleSectors sectors() {
        return sectors;
    }

    /**
     * Says what kind of vehicle it is.
     *
     * @param isMultirotor whether it falls when its motors stop
     * @return options with that kind
     */
    public MavlinkOptions multirotor(boolean isMultirotor) {
        MavlinkOptions changed = copy();
        changed.multirotor = isMultirotor;
        return changed;
    }

    /**
     * Says where obstacles are told.
     *
     * @param directions the sectors
     * @return options with them
     */
    public MavlinkOptions sectors(ObstacleSectors directions) {
        MavlinkOptions changed = copy();
        changed.sectors = directions;
        return changed;
    }

    private MavlinkOptions copy() {
        MavlinkOptions copy = new MavlinkOptions(transport);
        copy.system = system;
        copy.component = component;
        copy.targetSystem = targetSystem;
        copy.targetComponent = targetComponent;
        copy.key = key;
        copy.link = link;
        copy.timeoutNs = timeoutNs;
        copy.multirotor = multirotor;
        copy.sectors = sectors;
        return copy;
    }

    private ObstacleSectors sectors(String name, String value) {
        if (name.equals("sectors")) {
            int count = (int) number(name, value);
            return new ObstacleSectors(count, sectors.fanDegrees(), sectors.leastMetres(), sectors.mostMetres());
        }
        if (name.equals("fan")) {
            return new ObstacleSectors(
                    sectors.count(), number(name, value), sectors.leastMetres(), sectors.mostMetres());
        }
        String[] ends = value.split("-", 2);
        if (ends.length != 2) {
            throw wrong(name, value, "two distances in metres, as in range=0.2-20");
        }
        return new ObstacleSectors(sectors.count(), sectors.fanDegrees(), number(name, ends[0]), number(name, ends[1]));
    }

    private static boolean isMultirotor(String value) {
        if (!value.equals("rover") && !value.equals("copter")) {
            throw wrong("vehicle", value, "rover or copter");
        }
        return value.equals("copter");
    }

    private static int id(String name, String value, int least) {
        double id = number(name, value);
        if (id < least || id > MOST_ID || id != Math.rint(id)) {
            throw wrong(name, value, "a number from " + least + " to " + MOST_ID);
        }
        return (int) id;
    }

    private static long timeout(String value) {
        double seconds = number("timeout", value);
        // An autopilot's heart beats once a second: less would be a loss each time one datagram is lost.
        if (!(seconds >= 1.5 && seconds <= 60)) {
            throw wrong("timeout", value, "1.5 to 60 seconds");
        }
        return Math.round(seconds * NS_PER_S);
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw wrong(name, value, "a number");
        }
    }

    private static LoopConfigurationException wrong(String name, String value, String wanted) {
        return new LoopConfigurationException("mavlink: " + name + "=" + value + ": give " + wanted + USAGE);
    }
}
