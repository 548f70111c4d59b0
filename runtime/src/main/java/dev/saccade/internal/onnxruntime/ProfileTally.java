package dev.saccade.internal.onnxruntime;

import dev.saccade.engine.EngineProfile;
import dev.saccade.engine.EngineProfile.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** Sums up the events of a recording, run by run. */
final class ProfileTally {
    private static final long NS = 1000;
    /** These run graphs of their own, whose kernels are recorded as well and end before them. */
    private static final Set<String> NESTING = Set.of("If", "Loop", "Scan");

    private final Map<String, Row> rows = new LinkedHashMap<>();
    /** Kernels of the run at hand that no other has taken in yet. */
    private final Deque<Span> ended = new ArrayDeque<>();

    private long[] runsUs = new long[64];
    private int runs;

    private record Span(long startUs, long endUs) {}

    private static final class Row {
        final String name;
        final String operator;
        final String provider;
        List<Shape> inputs;
        List<Shape> outputs;
        long[] us = new long[16];
        long[] calls = new long[16];
        long runUs;
        long runCalls;

        Row(ProfileReader.Event event) {
            name = event.name;
            operator = Objects.requireNonNullElse(event.operator, "");
            provider = Objects.requireNonNullElse(event.provider, "");
        }
    }

    void kernel(ProfileReader.Event event) {
        Span span = new Span(event.startUs, event.startUs + event.durationUs);
        long ownUs = event.durationUs;
        if (event.operator != null && NESTING.contains(event.operator)) {
            while (!ended.isEmpty() && ended.peekLast().startUs >= span.startUs) {
                Span inner = ended.removeLast();
                ownUs -= inner.endUs - inner.startUs;
            }
        }
        ended.addLast(span);
        Row row = rows.computeIfAbsent(event.name, name -> new Row(event));
        row.inputs = event.inputs;
        row.outputs = event.outputs;
        row.runUs += Math.max(0, ownUs);
        row.runCalls++;
    }

    void run(long durationUs) {
        ended.clear();
        runsUs = put(runsUs, runs, durationUs);
        for (Row row : rows.values()) {
            row.us = put(row.us, runs, row.runUs);
            row.calls = put(row.calls, runs, row.runCalls);
            row.runUs = 0;
            row.runCalls = 0;
        }
        runs++;
    }

    private static long[] put(long[] values, int at, long value) {
        long[] room = at < values.length ? values : Arrays.copyOf(values, Math.max(at + 1, 2 * values.length));
        room[at] = value;
        return room;
    }

    /**
     * The sums.
     *
     * @param latest how many of the last runs count, at least 1
     */
    EngineProfile profile(int latest) {
        int from = Math.max(0, runs - latest);
        List<EngineProfile.Layer> layers = new ArrayList<>();
        for (Row row : rows.values()) {
            // Zeros stand for the runs after the last one that reached the layer.
            long[] us = Arrays.copyOfRange(row.us, from, runs);
            layers.add(new EngineProfile.Layer(
                    row.name,
                    row.operator,
                    row.provider,
                    Arrays.stream(Arrays.copyOfRange(row.calls, from, runs)).sum(),
                    NS * Arrays.stream(us).sum(),
                    NS * median(us),
                    NS * middle(us),
                    row.inputs,
                    row.outputs));
        }
        long[] all = Arrays.copyOfRange(runsUs, from, runs);
        return new EngineProfile(all.length, NS * Arrays.stream(all).sum(), NS * median(all), layers);
    }

    private static double middle(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        int quarter = sorted.length / 4;
        return Arrays.stream(sorted, quarter, sorted.length - quarter).average().orElse(0);
    }

    private static long median(long[] values) {
        long[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted.length == 0 ? 0 : sorted[sorted.length / 2];
    }
}
