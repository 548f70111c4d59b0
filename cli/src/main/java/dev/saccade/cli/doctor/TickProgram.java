package dev.saccade.cli.doctor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.saccade.model.SharedCache;
import dev.saccade.pipeline.Latency;
import dev.saccade.pipeline.ThreadPolicy;
import dev.saccade.posix.Programs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The same loop in C++, a process of its own: {@code saccade-tick}. */
public record TickProgram(Path file) {
    /** Returns the program, unpacked. */
    public static TickProgram unpack() throws IOException {
        return new TickProgram(Programs.unpack("saccade-tick", SharedCache.directory("programs")));
    }

    /**
     * Runs it to its end at the control thread's rate, priority and processor; blocks.
     *
     * @param into receives each tick's lateness, to the microsecond
     */
    public void run(long ticks, Latency into) throws IOException, InterruptedException {
        ThreadPolicy control = ThreadPolicy.control();
        List<String> command = new ArrayList<>(List.of(
                file.toString(),
                Long.toString(WakeUps.PERIOD_NS / 1000),
                Long.toString(ticks),
                Integer.toString(control.fifoPriority())));
        if (control.pinCpu() >= 0) {
            command.add(Integer.toString(control.pinCpu()));
        }
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        byte[] printed = process.getInputStream().readAllBytes();
        if (process.waitFor() != 0) {
            throw new IOException(new String(printed, StandardCharsets.UTF_8).strip());
        }
        record(printed, into);
    }

    private static void record(byte[] printed, Latency into) throws IOException {
        long maxNs = 0;
        try (JsonParser json = new JsonFactory().createParser(printed)) {
            while (json.nextToken() != null) {
                if (json.currentToken() == JsonToken.VALUE_NUMBER_INT
                        && json.currentName().equals("maxNs")) {
                    maxNs = json.getLongValue();
                } else if (json.currentToken() == JsonToken.START_ARRAY
                        && json.currentName().equals("latenessUs")) {
                    pairs(json, maxNs, into);
                }
            }
        }
    }

    private static void pairs(JsonParser json, long maxNs, Latency into) throws IOException {
        while (json.nextToken() == JsonToken.START_ARRAY) {
            long us = json.nextLongValue(0);
            long count = json.nextLongValue(0);
            json.nextToken();
            // The middle of its microsecond; the longest is known exactly.
            long ns = Math.min(us * 1000 + 500, maxNs);
            for (long n = 0; n < count; n++) {
                into.record(ns);
            }
        }
    }
}
