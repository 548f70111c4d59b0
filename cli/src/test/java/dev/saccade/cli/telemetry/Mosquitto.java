package dev.saccade.cli.telemetry;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

/** Debian's broker and its clients, written by others, as processes of their own on the loopback. */
public final class Mosquitto implements AutoCloseable {
    private final Path work;
    private final List<String> extra;
    private final int port;
    private final List<Process> clients = new ArrayList<>();
    private Process broker;

    private Mosquitto(Path work, List<String> extra) throws IOException {
        this.work = work;
        this.extra = extra;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
    }

    /** Starts a broker, or skips the test where none is installed. */
    public static Mosquitto start(Path work, String... extraLines) throws IOException {
        for (String name : List.of("mosquitto", "mosquitto_sub", "mosquitto_pub")) {
            assumeTrue(
                    program(name) != null,
                    name + " is not installed (Debian: apt-get install mosquitto mosquitto-clients)");
        }
        Mosquitto mosquitto = new Mosquitto(work, List.of(extraLines));
        mosquitto.up();
        return mosquitto;
    }

    /** Where a program is, or null. */
    static String program(String name) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/sbin"))
                .map(d -> Path.of(d, name))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst()
                .orElse(null);
    }

    /** Starts it (again), on the same port. */
    void up() throws IOException {
        List<String> lines = new ArrayList<>(List.of(
                "listener " + port + " 127.0.0.1", "persistence false", "user " + System.getProperty("user.name")));
        lines.addAll(extra.isEmpty() ? List.of("allow_anonymous true") : extra);
        Path configuration = Files.write(work.resolve("mosquitto.conf"), lines);
        Path log = work.resolve("mosquitto.log");
        broker = new ProcessBuilder(program("mosquitto"), "-c", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        Await.until("the broker", () -> !broker.isAlive() || listens(), () -> "nobody on port " + port);
        if (!broker.isAlive()) {
            throw new IOException("mosquitto ended: " + Files.readString(log));
        }
    }

    void kill() {
        broker.destroyForcibly().onExit().join();
    }

    /** {@code STOP} or {@code CONT}. */
    void signal(String name) throws IOException, InterruptedException {
        new ProcessBuilder(program("kill"), "-" + name, Long.toString(broker.pid()))
                .start()
                .waitFor();
    }

    public int port() {
        return port;
    }

    /** What {@code --mqtt} takes. */
    public String uri() {
        return "mqtt://127.0.0.1:" + port + "/test/robot";
    }

    /** Every message below the prefix from now on, and the retained ones before: {@code RETAINED TOPIC PAYLOAD}. */
    public List<String> listen() throws IOException, InterruptedException {
        // Retained and subscribed to last: once it comes, so does everything else.
        publishTo("listening", "-r", "-m", "yes");
        List<String> lines = new CopyOnWriteArrayList<>();
        CountDownLatch listening = new CountDownLatch(1);
        Process process = client("mosquitto_sub", "-t", "test/robot/#", "-t", "listening", "-q", "1", "-F", "%r %t %p");
        Thread reader = new Thread(() -> {
            try (BufferedReader in = process.inputReader()) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    if (line.endsWith("listening yes")) {
                        listening.countDown();
                    } else {
                        lines.add(line);
                    }
                }
            } catch (IOException e) {
                // The process was ended with its test.
            }
        });
        reader.setDaemon(true);
        reader.start();
        Await.until("the subscription", () -> listening.getCount() == 0, () -> lines);
        return lines;
    }

    /** Publishes and waits until the broker has it. */
    public void publish(String topic, String... options) throws IOException, InterruptedException {
        publishTo("test/robot/" + topic, options);
    }

    private void publishTo(String topic, String... options) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("-t", topic));
        all.addAll(List.of(options));
        int code = client("mosquitto_pub", all.toArray(String[]::new)).waitFor();
        if (code != 0) {
            throw new IOException("mosquitto_pub ended with " + code);
        }
    }

    /** Ends every process. */
    @Override
    public void close() {
        clients.forEach(client -> client.destroyForcibly().onExit().join());
        kill();
    }

    private Process client(String name, String... arguments) throws IOException {
        List<String> line = new ArrayList<>(
                List.of(program(name), "-V", "mqttv5", "-h", "127.0.0.1", "-p", Integer.toString(port)));
        line.addAll(List.of(arguments));
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        clients.add(process);
        return process;
    }

    private boolean listens() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
