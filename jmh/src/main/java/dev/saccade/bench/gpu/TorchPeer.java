package dev.saccade.bench.gpu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** PyTorch in a process of its own (torch_loop.py), told when it is its turn; idle otherwise. */
final class TorchPeer implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PATIENCE_S = 10;
    private static final List<String> MODES = List.of("eager", "graph");

    private final Process process;
    private final BufferedReader from;
    private final BufferedWriter to;
    private final String description;
    private final Map<String, List<Double>> us = new TreeMap<>();

    private TorchPeer(Process process, BufferedReader from, BufferedWriter to, String description) {
        this.process = process;
        this.from = from;
        this.to = to;
        this.description = description;
    }

    static TorchPeer none() {
        return new TorchPeer(null, null, null, null);
    }

    /** Starts it; without python3, torch or a GPU for it there is no peer, and the report says why. */
    static TorchPeer start(String precision, String size) {
        Path script = Path.of(System.getProperty("saccade.root"), "jmh/src/main/python/torch_loop.py");
        Process process = null;
        try {
            process = new ProcessBuilder("python3", script.toString(), "--precision", precision, "--size", size)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader from =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            BufferedWriter to =
                    new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
            String ready = from.readLine();
            if (ready == null) {
                process.destroy();
                return new TorchPeer(null, null, null, "python3 ended with " + process.waitFor());
            }
            JsonNode told = JSON.readTree(ready);
            if (told.has("unavailable")) {
                process.destroy();
                return new TorchPeer(null, null, null, told.get("unavailable").asText());
            }
            return new TorchPeer(process, from, to, told.get("description").asText());
        } catch (IOException e) {
            if (process != null) {
                process.destroyForcibly();
            }
            return new TorchPeer(null, null, null, e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void run(int frames) {
        if (process == null) {
            return;
        }
        try {
            for (String mode : MODES) {
                to.write(mode + " " + frames + "\n");
                to.flush();
                String line = from.readLine();
                if (line == null) {
                    throw new IOException("torch_loop.py ended while it ran " + mode);
                }
                List<Double> all = us.computeIfAbsent(mode, m -> new ArrayList<>());
                JSON.readTree(line).get("us").forEach(v -> all.add(v.asDouble()));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void report(Results results, ObjectNode values, double oursP50Us) {
        if (process == null) {
            if (description != null) {
                results.line("no PyTorch beside it: %s", description);
            }
            return;
        }
        for (String mode : MODES) {
            double[] sorted = us.getOrDefault(mode, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            if (sorted.length > 0) {
                double p50 = sorted[sorted.length / 2];
                double p99 = sorted[(int) (0.99 * (sorted.length - 1))];
                values.putObject("torch" + mode.substring(0, 1).toUpperCase(Locale.ROOT) + mode.substring(1))
                        .put("latencyP50Us", p50)
                        .put("latencyP99Us", p99)
                        .put("ratio", p50 / oursP50Us);
                results.line(
                        "%s, %s: p50 %.1f us, p99 %.1f us; %.2f times ours",
                        description, mode, p50, p99, p50 / oursP50Us);
            }
        }
    }

    @Override
    public void close() throws IOException {
        if (process != null) {
            to.close();
            process.onExit()
                    .completeOnTimeout(process, PATIENCE_S, TimeUnit.SECONDS)
                    .join();
            process.destroyForcibly();
        }
    }
}
