package dev.saccade.camera.v4l2;

import dev.saccade.frame.SourceException;
import dev.saccade.v4l2.VideoDevice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Lists and sets the controls of an open device. */
final class DeviceControls {
    private static final int MOST = 1024;
    private static final int MOST_CHOICES = 256;
    private static final int TYPE_INTEGER64 = 5;
    private static final int READ_ONLY = 0x4;
    private static final int INACTIVE = 0x10;
    private static final int GRABBED = 0x2;
    private static final long MANUAL_EXPOSURE = 1;
    private static final String AUTO = "auto";

    /** The switch between by hand and by itself, and the values by hand, the first that exists; the kernel's ids. */
    private record Shortcut(int automatic, long on, long off, int... values) {}

    // By id, since drivers and kernels spell the names in several ways. Automatic exposure 3 is "aperture priority".
    private static final Map<String, Shortcut> SHORTCUTS = Map.of(
            "exposure", new Shortcut(0x009a0901, 3, MANUAL_EXPOSURE, 0x009a0902, 0x00980911),
            "gain", new Shortcut(0x00980912, 1, 0, 0x00980913, 0x009e0903),
            "focus", new Shortcut(0x009a090c, 1, 0, 0x009a090a),
            "white-balance", new Shortcut(0x0098090c, 1, 0, 0x0098091a));

    private DeviceControls() {}

    static List<VideoControl> list(OpenDevice device) {
        List<VideoControl> controls = new ArrayList<>();
        int after = 0;
        while (controls.size() < MOST
                && VideoDevice.control(device.handle(), after, device.numbersAddress(), device.textAddress()) == 0) {
            VideoControl control = read(device);
            after = control.id();
            controls.add(control);
        }
        return controls;
    }

    private static VideoControl read(OpenDevice device) {
        int id = (int) device.number(0);
        int number = (int) device.number(1);
        VideoControl.Type type =
                switch (number) {
                    case 2 -> VideoControl.Type.BOOLEAN;
                    case 3 -> VideoControl.Type.MENU;
                    case 4 -> VideoControl.Type.BUTTON;
                    case 8 -> VideoControl.Type.BITMASK;
                    case 9 -> VideoControl.Type.INTEGER_MENU;
                    default -> VideoControl.Type.INTEGER;
                };
        long minimum = device.number(2);
        long maximum = device.number(3);
        long step = device.number(4);
        long standard = device.number(5);
        long flags = device.number(6);
        Long value = device.number(8) == 0 ? null : Long.valueOf(device.number(7));
        if (number != TYPE_INTEGER64 && type == VideoControl.Type.BITMASK) {
            // 32 bits, which the kernel hands on as signed numbers.
            maximum &= 0xffff_ffffL;
            standard &= 0xffff_ffffL;
            value = value == null ? null : Long.valueOf(value & 0xffff_ffffL);
        }
        String name = VideoControl.nameOf(device.string(0));
        boolean menu = type == VideoControl.Type.MENU || type == VideoControl.Type.INTEGER_MENU;
        return new VideoControl(
                id,
                name,
                type,
                minimum,
                maximum,
                step,
                standard,
                value,
                (flags & READ_ONLY) == 0,
                (flags & (INACTIVE | GRABBED)) == 0,
                menu ? choices(device, id, type, minimum, maximum) : Map.of());
    }

    private static Map<Long, String> choices(
            OpenDevice device, int id, VideoControl.Type type, long minimum, long maximum) {
        Map<Long, String> choices = new LinkedHashMap<>();
        for (long i = minimum; i <= Math.min(maximum, minimum + MOST_CHOICES); i++) {
            if (VideoDevice.menu(device.handle(), id, (int) i, device.numbersAddress(), device.textAddress()) == 0) {
                choices.put(i, type == VideoControl.Type.MENU ? device.string(0) : Long.toString(device.number(0)));
            }
        }
        return choices;
    }

    /**
     * Sets a control by its own name or a short one, which also takes {@code auto}.
     *
     * @throws VideoException when the device has no such control, or refuses the value; tells what it takes
     */
    static void set(OpenDevice device, String name, String value) throws VideoException {
        List<VideoControl> present = list(device);
        Shortcut shortcut = SHORTCUTS.get(name);
        if (shortcut == null) {
            VideoControl control = present.stream()
                    .filter(one -> one.name().equals(name))
                    .findFirst()
                    .orElseThrow(() -> missing(device, present, name));
            assign(device, control, value);
            return;
        }
        VideoControl automatic = byId(present, shortcut.automatic());
        if (value.equals(AUTO)) {
            if (automatic == null) {
                throw missing(device, present, name + "=auto");
            }
            // Webcams call it "aperture priority"; others have the full automatism, number 0, only.
            boolean hasOn = automatic.choices().isEmpty() || automatic.choices().containsKey(shortcut.on());
            assign(device, automatic, Long.toString(hasOn ? shortcut.on() : 0));
            return;
        }
        VideoControl control = byId(present, shortcut.values());
        if (control == null) {
            throw missing(device, present, name);
        }
        number(device, control, value);
        if (automatic != null && automatic.settable()) {
            assign(device, automatic, Long.toString(shortcut.off()));
        }
        assign(device, control, value);
    }

    private static VideoControl byId(List<VideoControl> present, int... ids) {
        for (int id : ids) {
            for (VideoControl control : present) {
                if (control.id() == id) {
                    return control;
                }
            }
        }
        return null;
    }

    private static VideoException missing(OpenDevice device, List<VideoControl> present, String name) {
        String names =
                String.join(", ", present.stream().map(VideoControl::name).toList());
        return usage(device, "has no control '" + name + "'; it has " + (present.isEmpty() ? "none" : names));
    }

    private static long number(OpenDevice device, VideoControl control, String value) throws VideoException {
        if (control.type() == VideoControl.Type.MENU && !value.matches("-?[0-9]+")) {
            for (Map.Entry<Long, String> choice : control.choices().entrySet()) {
                if (choice.getValue().equalsIgnoreCase(value)) {
                    return choice.getKey();
                }
            }
        }
        try {
            long number = Long.parseLong(value);
            boolean known = control.choices().isEmpty() || control.choices().containsKey(number);
            if (control.type() == VideoControl.Type.BUTTON
                    || (known && number >= control.minimum() && number <= control.maximum())) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw outside(device, control, value);
        }
        throw outside(device, control, value);
    }

    private static VideoException outside(OpenDevice device, VideoControl control, String value) {
        return usage(device, "control " + control.name() + "=" + value + " should be " + control.range());
    }

    private static void assign(OpenDevice device, VideoControl control, String value) throws VideoException {
        long number = number(device, control, value);
        if (!control.settable()) {
            throw usage(device, "control " + control.name() + " can only be read");
        }
        int status = VideoDevice.set(device.handle(), control.id(), number);
        if (status < 0) {
            throw device.failed(
                    status, "refuses control " + control.name() + "=" + value + ", which takes " + control.range());
        }
    }

    private static VideoException usage(OpenDevice device, String what) {
        return new VideoException(SourceException.Kind.USAGE, 0, device.path() + " " + what);
    }
}
