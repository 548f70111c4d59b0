package dev.saccade.control.mavlink;

import io.dronefleet.mavlink.Mavlink2Message;
import io.dronefleet.mavlink.MavlinkConnection;
import io.dronefleet.mavlink.MavlinkMessage;
import io.dronefleet.mavlink.common.Timesync;
import io.dronefleet.mavlink.minimal.Heartbeat;
import io.dronefleet.mavlink.minimal.MavAutopilot;
import io.dronefleet.mavlink.minimal.MavModeFlag;
import io.dronefleet.mavlink.minimal.MavState;
import io.dronefleet.mavlink.minimal.MavType;
import io.dronefleet.mavlink.util.EnumValue;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The vehicle's side, by a MAVLink library that is not ours. */
final class Peer {
    static final int PX4_OFFBOARD = 6 << 16;
    static final int PX4_POSITION = 3 << 16;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final MavlinkConnection connection = MavlinkConnection.create(new ByteArrayInputStream(new byte[0]), out);

    byte[] frame(Object message) {
        return frame(1, 1, message);
    }

    byte[] frame(int system, int component, Object message) {
        try {
            out.reset();
            connection.send2(system, component, message);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    byte[] signed(Object message, int link, long timestamp, byte[] key) {
        try {
            out.reset();
            connection.send2(1, 1, message, link, timestamp, key);
            return out.toByteArray();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static Heartbeat heartbeat(MavAutopilot make, MavType type, int customMode, boolean armed) {
        List<Enum<?>> flags = new ArrayList<>(List.of(MavModeFlag.MAV_MODE_FLAG_CUSTOM_MODE_ENABLED));
        if (armed) {
            flags.add(MavModeFlag.MAV_MODE_FLAG_SAFETY_ARMED);
        }
        return Heartbeat.builder()
                .type(type)
                .autopilot(make)
                .baseMode(EnumValue.create(flags.toArray(Enum[]::new)))
                .customMode(customMode)
                .systemStatus(MavState.MAV_STATE_ACTIVE)
                .mavlinkVersion(3)
                .build();
    }

    static Heartbeat px4(int customMode, boolean armed) {
        return heartbeat(MavAutopilot.MAV_AUTOPILOT_PX4, MavType.MAV_TYPE_QUADROTOR, customMode, armed);
    }

    static Heartbeat ardupilot(MavType type, int customMode, boolean armed) {
        return heartbeat(MavAutopilot.MAV_AUTOPILOT_ARDUPILOTMEGA, type, customMode, armed);
    }

    static Timesync timesync(long answerNs, long askedNs, int system, int component) {
        return Timesync.builder()
                .tc1(answerNs)
                .ts1(askedNs)
                .targetSystem(system)
                .targetComponent(component)
                .build();
    }

    static List<MavlinkMessage<?>> decode(List<byte[]> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(all::writeBytes);
        MavlinkConnection reader =
                MavlinkConnection.create(new ByteArrayInputStream(all.toByteArray()), new ByteArrayOutputStream());
        List<MavlinkMessage<?>> messages = new ArrayList<>();
        try {
            while (true) {
                messages.add(reader.next());
            }
        } catch (EOFException e) {
            return messages;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Object> payloads(List<byte[]> frames) {
        return decode(frames).stream().map(m -> (Object) m.getPayload()).toList();
    }

    static <T> List<T> only(Class<T> type, List<byte[]> frames) {
        return payloads(frames).stream()
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    static Mavlink2Message<?> second(MavlinkMessage<?> message) {
        return (Mavlink2Message<?>) message;
    }
}
