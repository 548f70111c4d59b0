package dev.saccade.models.registry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Debian's registry, written by others, as a process of its own on the loopback. */
final class DockerRegistry implements AutoCloseable {
    private static final long PATIENCE_NS = TimeUnit.SECONDS.toNanos(60);
    /** {@code robot:se:cret}, as {@code htpasswd -nbB} writes it. */
    private static final String USERS = "robot:$2y$05$Vp6bdTUvOdSo/aQ9CwaZFuL7J0qB66vQ80N1n4MCDZEEL2fL9cwSy\n";

    private final Path work;
    private final int port;
    private Process process;

    private DockerRegistry(Path work) throws IOException {
        this.work = work;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    /** Starts a registry, or skips the test where none is installed. */
    static DockerRegistry start(Path work, boolean login) throws IOException {
        String program = Stream.of(System.getenv("PATH").split(":"))
                .map(d -> Path.of(d, "docker-registry"))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
        assumeTrue(program != null, "docker-registry is not installed (Debian: apt-get install docker-registry)");
        DockerRegistry registry = new DockerRegistry(work);
        registry.up(program, login);
        return registry;
    }

    private void up(String program, boolean login) throws IOException {
        Path users = Files.writeString(work.resolve("users"), USERS);
        String auth = login ? "auth: {htpasswd: {realm: fleet, path: " + users + "}}\n" : "";
        Path configuration =
                Files.writeString(work.resolve("registry.yml"), """
                version: 0.1
                log: {level: warn, accesslog: {disabled: true}}
                storage: {filesystem: {rootdirectory: %s}}
                http: {addr: "127.0.0.1:%d", secret: for-this-test}
                """.formatted(work.resolve("storage"), port) + auth);
        Path log = work.resolve("registry.log");
        process = new ProcessBuilder(program, "serve", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long giveUpNs = System.nanoTime() + PATIENCE_NS;
        while (!listens()) {
            if (!process.isAlive() || System.nanoTime() - giveUpNs > 0) {
                close();
                throw new IOException("docker-registry did not start: " + Files.readString(log));
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    int port() {
        return port;
    }

    OciAddress address(String repository) {
        return new OciAddress("127.0.0.1:" + port, repository, "", "");
    }

    /** The file in which it keeps a blob. */
    Path blob(String sha256) {
        return work.resolve("storage/docker/registry/v2/blobs/sha256")
                .resolve(sha256.substring(0, 2))
                .resolve(sha256)
                .resolve("data");
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
