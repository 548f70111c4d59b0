package dev.saccade.camera.stream;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * The first video of an SDP (RFC 4566) as far as RTP needs it.
 *
 * @param coding upper-case name of the RTP payload, such as {@code H264}; empty when there is no video
 * @param payloadType of its RTP packets
 * @param clockRate of its timestamps, Hz
 * @param control URL of the track, relative or absolute
 * @param fps nominal rate, 0 when not stated
 * @param parameterSets coded parameter sets, without start codes
 */
record SessionDescription(
        String coding, int payloadType, int clockRate, String control, double fps, List<byte[]> parameterSets) {
    private static final int VIDEO_CLOCK = 90_000;
    private static final double SLOWEST_FPS = 0.01;
    private static final double FASTEST_FPS = 10_000;

    static SessionDescription parse(String text) {
        boolean video = false;
        boolean seen = false;
        String payload = "";
        String coding = "";
        int clockRate = VIDEO_CLOCK;
        String control = "";
        double fps = 0;
        List<byte[]> sets = new ArrayList<>();
        for (String line : text.split("\r?\n")) {
            if (line.startsWith("m=")) {
                String[] words = line.substring(2).split(" ", -1);
                video = !seen && words[0].equals("video") && words.length > 3;
                seen |= video;
                payload = video ? words[3] : payload;
            } else if (video && line.startsWith("a=rtpmap:" + payload + " ")) {
                String[] parts = line.substring(line.indexOf(' ') + 1).split("/", -1);
                coding = parts[0].toUpperCase(Locale.ROOT);
                clockRate = parts.length > 1 ? (int) number(parts[1], VIDEO_CLOCK) : VIDEO_CLOCK;
            } else if (video && line.startsWith("a=control:")) {
                control = line.substring("a=control:".length()).strip();
            } else if (video && line.startsWith("a=framerate:")) {
                fps = number(line.substring("a=framerate:".length()).strip(), 0);
                // What no camera gives counts as not stated: a period is made of it.
                fps = fps >= SLOWEST_FPS && fps <= FASTEST_FPS ? fps : 0;
            } else if (video && line.startsWith("a=fmtp:" + payload + " ")) {
                addSets(line.substring(line.indexOf(' ') + 1), sets);
            }
        }
        return new SessionDescription(
                coding, (int) number(payload, -1), Math.max(1, clockRate), control, fps, List.copyOf(sets));
    }

    private static double number(String text, double otherwise) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }

    private static void addSets(String parameters, List<byte[]> sets) {
        for (String parameter : parameters.split(";")) {
            int eq = parameter.indexOf('=');
            String name = eq < 0 ? "" : parameter.substring(0, eq).strip();
            if (name.matches("sprop-(parameter-sets|vps|sps|pps)")) {
                for (String set : parameter.substring(eq + 1).strip().split(",")) {
                    addSet(set, sets);
                }
            }
        }
    }

    private static void addSet(String set, List<byte[]> sets) {
        try {
            byte[] bytes = Base64.getDecoder().decode(set);
            if (bytes.length > 1) {
                sets.add(bytes);
            }
        } catch (IllegalArgumentException e) {
            // Many cameras send them in the stream as well; without them the decoder waits for those.
            return;
        }
    }
}
