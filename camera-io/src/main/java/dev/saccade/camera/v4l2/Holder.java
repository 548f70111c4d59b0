package dev.saccade.camera.v4l2;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A process that has a device open.
 *
 * @param pid its number
 * @param name the kernel's name of it
 */
public record Holder(long pid, String name) {
    @Override
    public String toString() {
        return name + " (process " + pid + ")";
    }

    /**
     * Who has a device open, as far as this user may see.
     *
     * @param device its node
     * @param processes {@code /proc}
     * @return other processes than this one, in the order of the kernel
     */
    static List<Holder> of(Path device, Path processes) {
        List<Holder> holders = new ArrayList<>();
        try (Stream<Path> entries = Files.list(processes)) {
            Path real = device.toRealPath();
            entries.filter(entry -> entry.getFileName().toString().matches("[0-9]+"))
                    .filter(entry -> Long.parseLong(entry.getFileName().toString())
                            != ProcessHandle.current().pid())
                    .filter(entry -> holds(entry.resolve("fd"), real))
                    .forEach(entry -> holders.add(
                            new Holder(Long.parseLong(entry.getFileName().toString()), name(entry))));
        } catch (IOException e) {
            // Who holds it only helps the reader.
            holders.clear();
        }
        return holders;
    }

    private static boolean holds(Path descriptors, Path device) {
        try (Stream<Path> links = Files.list(descriptors)) {
            return links.anyMatch(link -> isTo(link, device));
        } catch (IOException e) {
            return false; // another user's, or gone meanwhile
        }
    }

    private static boolean isTo(Path link, Path device) {
        try {
            return Files.readSymbolicLink(link).equals(device);
        } catch (IOException e) {
            return false; // closed meanwhile
        }
    }

    private static String name(Path process) {
        try {
            return Files.readString(process.resolve("comm")).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }
}
