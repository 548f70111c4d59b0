package dev.saccade.models.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands before a registry, writes down what is asked for, and loses or holds up what it is told to. Reads only. */
final class BadLine implements AutoCloseable {
    private final HttpClient http = HttpClient.newHttpClient();
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final int behind;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicInteger cuts = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile int after = Integer.MAX_VALUE;
    private volatile boolean stalls;

    BadLine(int behind) throws IOException {
        this.behind = behind;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    OciAddress address(String repository) {
        return new OciAddress("127.0.0.1:" + server.getAddress().getPort(), repository, "", "");
    }

    /** The next answers that are longer than that break off there. */
    void cut(int times, int afterBytes) {
        after = afterBytes;
        cuts.set(times);
    }

    /** Answers that are longer than that stop there, until this is closed. */
    void stall(int afterBytes) {
        after = afterBytes;
        stalls = true;
    }

    void heal() {
        after = Integer.MAX_VALUE;
        stalls = false;
    }

    /** The next answers are of status 503. */
    void fail(int times) {
        faults.set(times);
    }

    /** The blobs that were asked for since the last call, and from where on. */
    List<String> blobs() {
        List<String> seen = asked.stream().filter(a -> a.contains("/blobs/")).toList();
        asked.clear();
        return seen;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String range = exchange.getRequestHeaders().getFirst("Range");
            String path = exchange.getRequestURI().toString();
            asked.add(path + (range == null ? "" : " " + range));
            if (faults.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                exchange.sendResponseHeaders(503, -1);
                return;
            }
            HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + behind + path));
            for (String name : List.of("Accept", "Range")) {
                if (exchange.getRequestHeaders().containsKey(name)) {
                    request.header(name, exchange.getRequestHeaders().getFirst(name));
                }
            }
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            for (String name : List.of("Content-Type", "Content-Range", "Link")) {
                answer.headers().firstValue(name).ifPresent(v -> exchange.getResponseHeaders()
                        .add(name, v));
            }
            byte[] body = answer.body();
            exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
            send(exchange.getResponseBody(), body);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(OutputStream out, byte[] body) throws IOException, InterruptedException {
        boolean cut = body.length > after && cuts.getAndUpdate(n -> Math.max(0, n - 1)) > 0;
        boolean stall = body.length > after && stalls;
        out.write(body, 0, cut || stall ? after : body.length);
        out.flush();
        if (stall) {
            over.await();
        }
    }

    @Override
    public void close() {
        over.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
