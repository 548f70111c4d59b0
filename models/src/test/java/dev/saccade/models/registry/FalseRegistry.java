package dev.saccade.models.registry;

import com.sun.net.httpserver.HttpServer;
import dev.saccade.models.pull.Sha256;
import dev.saccade.trust.VersionFile;
import dev.saccade.trust.VersionManifest;
import dev.saccade.trust.VersionSignature;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Offers a version of which it has the manifest and the signature alone. */
final class FalseRegistry implements AutoCloseable {
    private final HttpServer server;

    FalseRegistry(Path version, VersionFile file) throws Exception {
        Map<String, byte[]> blobs = new HashMap<>();
        VersionArtifact artifact = new VersionArtifact(List.of(
                part(VersionArtifact.MANIFEST, version.resolve(VersionManifest.FILE), blobs),
                part(VersionArtifact.SIGNATURE, version.resolve(VersionSignature.FILE), blobs),
                new VersionArtifact.Part(
                        VersionArtifact.FILE, file.path(), VersionArtifact.SHA256 + file.sha256(), file.bytes())));
        byte[] manifest = artifact.toJson(VersionManifest.read(version)).getBytes(StandardCharsets.UTF_8);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String path = exchange.getRequestURI().getPath();
                byte[] body = blobs.getOrDefault(path.substring(path.lastIndexOf('/') + 1), manifest);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
    }

    private static VersionArtifact.Part part(String type, Path file, Map<String, byte[]> blobs) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String digest = VersionArtifact.SHA256 + Sha256.of(bytes);
        blobs.put(digest, bytes);
        return new VersionArtifact.Part(type, file.getFileName().toString(), digest, bytes.length);
    }

    OciAddress address() {
        return new OciAddress("127.0.0.1:" + server.getAddress().getPort(), "vast", "9", "");
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
