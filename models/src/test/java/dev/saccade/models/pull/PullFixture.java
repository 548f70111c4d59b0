package dev.saccade.models.pull;

import com.sun.net.httpserver.HttpServer;
import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.Catalogue;
import dev.saccade.models.catalogue.CatalogueReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;

/** An asset of one file, a loopback server that can misbehave, and stand-ins for npm and apt-get. */
final class PullFixture implements AutoCloseable {
    static final SourceClients.Limits SHORT =
            new SourceClients.Limits(Duration.ofSeconds(20), Duration.ofSeconds(5), Duration.ofMillis(300));

    final byte[] content = new byte[200_000];
    final AtomicInteger requests = new AtomicInteger();
    final CountDownLatch release = new CountDownLatch(1);
    final List<String> notes = new CopyOnWriteArrayList<>();
    final PullProgress progress = new PullProgress() {
        @Override
        public void advanced(String asset, Phase phase, long done, long total) {}

        @Override
        public void noted(String asset, String line) {
            notes.add(line);
        }
    };
    final Path root;
    final Path bin;
    private final HttpServer server;
    private volatile Answer answer = Answer.RIGHT;

    enum Answer {
        RIGHT,
        WRONG,
        MISSING,
        CUT,
        STALL,
        ENDLESS
    }

    PullFixture(Path root) throws IOException {
        this.root = root;
        new Random(7).nextBytes(content);
        bin = Files.createDirectories(root.resolve("bin"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/thing.bin", exchange -> {
            requests.incrementAndGet();
            try (OutputStream out = body(exchange)) {
                send(out);
            }
        });
        server.start();
    }

    private OutputStream body(com.sun.net.httpserver.HttpExchange exchange) throws IOException {
        boolean unknownLength = answer == Answer.ENDLESS;
        exchange.sendResponseHeaders(answer == Answer.MISSING ? 404 : 200, unknownLength ? 0 : content.length);
        return exchange.getResponseBody();
    }

    private void send(OutputStream out) throws IOException {
        byte[] bytes = content.clone();
        switch (answer) {
            case RIGHT, MISSING -> out.write(bytes);
            case WRONG -> {
                bytes[bytes.length / 2] ^= 1;
                out.write(bytes);
            }
            case CUT -> {
                out.write(bytes, 0, bytes.length / 2);
                out.flush();
                throw new IOException("cut on purpose");
            }
            case STALL -> {
                out.write(bytes, 0, bytes.length / 2);
                out.flush();
                await();
                out.write(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
            }
            case ENDLESS -> {
                while (true) {
                    out.write(bytes);
                }
            }
        }
    }

    private void await() throws IOException {
        try {
            release.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    void answer(Answer next) {
        answer = next;
    }

    String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/thing.bin";
    }

    String yaml(String... sources) {
        StringBuilder yaml = new StringBuilder("""
                saccade-catalogue: 1
                shelf: {clip: thing, model: thing}
                assets:
                  - name: thing
                    kind: clip
                    about: a thing
                    licence: none
                    project: here
                    files:
                      thing.bin: {sha256: %s, size: %d}
                    sources:
                """.formatted(Sha256.of(content), content.length));
        for (String source : sources) {
            yaml.append("      - ").append(source).append('\n');
        }
        return yaml.toString();
    }

    String https() {
        return "https: {thing.bin: \"" + address() + "\"}";
    }

    String npm(byte[] tarball) {
        return "{npm: thing@1.0.0, sha256: " + Sha256.of(tarball) + ", size: " + tarball.length
                + ", entries: {thing.bin: package/data/thing.bin}}";
    }

    static String debian() {
        return "{debian: thing-data, size: 1000, entries: {thing.bin: usr/share/thing/thing.bin}}";
    }

    AssetPuller puller(String... sources) throws ModelsException {
        return puller(SHORT, sources);
    }

    AssetPuller puller(SourceClients.Limits limits, String... sources) throws ModelsException {
        Catalogue catalogue = catalogue(sources);
        Map<String, String> environment = Map.of("PATH", bin.toString());
        return new AssetPuller(catalogue, new AssetCache(cache()), environment, limits);
    }

    Catalogue catalogue(String... sources) throws ModelsException {
        byte[] yaml = yaml(sources).getBytes(StandardCharsets.UTF_8);
        return CatalogueReader.read(new ByteArrayInputStream(yaml), "test.yaml", "/none/");
    }

    Asset asset(String... sources) throws ModelsException {
        return catalogue(sources).get("thing");
    }

    Path cache() {
        return root.resolve("cache");
    }

    /** Everything under assets/ and work/, which must be nothing after a failure. */
    List<Path> leftovers() throws IOException {
        List<Path> all = new java.util.ArrayList<>(Trees.list(cache().resolve("assets")));
        all.addAll(Trees.list(cache().resolve("work")));
        return all;
    }

    /** A shell script in the only PATH directory. */
    void program(String name, String script) throws IOException {
        Path file = Files.writeString(bin.resolve(name), "#!/bin/sh\n" + script + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
    }

    byte[] tarball() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(tar("package/package.json", "package/data/thing.bin"));
        }
        return bytes.toByteArray();
    }

    byte[] deb() throws IOException {
        ByteArrayOutputStream data = new ByteArrayOutputStream();
        try (OutputStream xz = new XZCompressorOutputStream(data)) {
            xz.write(tar("./usr/share/doc/thing/readme", "./usr/share/thing/thing.bin"));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ArArchiveOutputStream ar = new ArArchiveOutputStream(bytes)) {
            member(ar, "debian-binary", "2.0\n".getBytes(StandardCharsets.US_ASCII));
            member(ar, "data.tar.xz", data.toByteArray());
        }
        return bytes.toByteArray();
    }

    private static void member(ArArchiveOutputStream ar, String name, byte[] bytes) throws IOException {
        ar.putArchiveEntry(new ArArchiveEntry(name, bytes.length, 0, 0, 0100644, 0));
        ar.write(bytes);
        ar.closeArchiveEntry();
    }

    private byte[] tar(String... names) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
            for (String name : names) {
                byte[] file = name.endsWith("thing.bin") ? content : new byte[] {1, 2, 3};
                TarArchiveEntry entry = new TarArchiveEntry(name);
                entry.setSize(file.length);
                entry.setModTime(0);
                tar.putArchiveEntry(entry);
                tar.write(file);
                tar.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }

    @Override
    public void close() {
        release.countDown();
        server.stop(0);
    }
}
