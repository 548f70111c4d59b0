package dev.saccade.control.mavlink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.Actuator;
import dev.saccade.control.SafePolicy;
import dev.saccade.control.SensorReadings;
import dev.saccade.control.VelocityCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both ways over loopback with node-mavlink, in its own process. Skipped, with the reason, where node or npm is missing or
 * npm cannot fetch it; fetched once into target/.
 */
class NodePeerTest {
    private static final String PACKAGE = "node-mavlink@2.3.0";
    private static final Path HOME = Path.of("target", "node-mavlink").toAbsolutePath();
    private static final long PATIENCE_NS = 20_000_000_000L;
    private static final Pattern PORT = Pattern.compile("\\{\"port\":(\\d+)}");
    private static final String KEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0".repeat(2);

    @TempDir
    Path directory;

    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final ByteBuffer datagram = ByteBuffer.allocate(2048);
    private Process node;
    private Thread listener;
    private DatagramChannel channel;
    private FramingWire wire;
    private MavlinkActuator<VelocityCommand> copter;
    private SensorReadings readings;
    private volatile InetSocketAddress vehicle;

    @BeforeAll
    static void fetch() throws Exception {
        Files.createDirectories(HOME);
        Assumptions.assumeTrue(runs(10, "node", "--version"), "skipped: node is not installed");
        if (!Files.isDirectory(HOME.resolve("node_modules/node-mavlink"))) {
            Files.writeString(HOME.resolve("package.json"), "{\"private\": true}");
            boolean fetched = runs(
                    60,
                    "npm",
                    "install",
                    PACKAGE,
                    "--ignore-scripts",
                    "--no-audit",
                    "--no-fund",
                    "--prefer-offline",
                    "--fetch-retries=0",
                    "--fetch-timeout=20000");
            Assumptions.assumeTrue(fetched, "skipped: npm is not installed or cannot fetch " + PACKAGE);
        }
        Files.copy(script(), HOME.resolve("vehicle.mjs"), StandardCopyOption.REPLACE_EXISTING);
    }

    @AfterEach
    void close() throws Exception {
        if (node != null) {
            node.destroyForcibly().waitFor();
            listener.join();
        }
        if (copter != null) {
            copter.close();
        }
        if (channel != null) {
            channel.close();
        }
    }

    @Test
    void shouldBeUnderstoodAndUnderstand() throws Exception {
        talk("");
        assertThat(heard("HEARTBEAT"))
                .contains("\"type\":18")
                .contains("\"autopilot\":8")
                .contains("\"system\":1,");
        assertThat(heard("SET_POSITION_TARGET_LOCAL_NED"))
                .contains("\"coordinateFrame\":8")
                .contains("\"typeMask\":1479")
                .contains("\"vx\":1.5")
                .contains("\"vy\":-0.5")
                .contains("\"vz\":0.25")
                .contains("\"yawRate\":-0.125")
                .contains("\"signed\":false");
        assertThat(heard("LANDING_TARGET")).contains("\"distance\":3,").contains("\"positionValid\":0");
        assertThat(heard("OBSTACLE_DISTANCE"))
                .contains("\"distances\":[65535,250,")
                .contains("\"maxDistance\":1000");
    }

    @Test
    void shouldAgreeOnSignatures() throws Exception {
        talk(KEY);
        assertThat(heard)
                .filteredOn(line -> line.contains("\"message\""))
                .allMatch(line -> line.contains("\"authentic\":true"));
    }

    private void talk(String key) throws Exception {
        start(key);
        VelocityCommand command = copter.newCommand()
                .forward(1.5)
                .left(0.5)
                .up(-0.25)
                .yawRate(0.125)
                .landingTarget(2, 1, -2)
                .obstacle(1, 2.5);
        List<Integer> answers = new ArrayList<>();
        await("the conversation", () -> {
            answers.add(copter.send(command, System.nanoTime(), Long.MAX_VALUE));
            readings.take();
            boolean attitude = readings.of("attitude").isPresent();
            return attitude
                    && heardAll("HEARTBEAT", "SET_POSITION_TARGET_LOCAL_NED", "LANDING_TARGET", "OBSTACLE_DISTANCE")
                    && heard.stream().anyMatch(l -> l.contains("\"TIMESYNC\"") && !l.contains("\"tc1\":0,"));
        });
        assertThat(answers).containsOnly(Actuator.SENT);
        assertThat(readings.of("attitude").value("roll")).isEqualTo(0.5);
        assertThat(readings.of("attitude").value("pitch")).isEqualTo(-0.25);
        assertThat(readings.of("attitude").value("yawRate")).isEqualTo(0.125);

        Writer pilot = node.outputWriter();
        pilot.write("pilot\n");
        pilot.flush();
        await("the pilot", () -> copter.send(command, System.nanoTime(), Long.MAX_VALUE) == Actuator.HANDED_OVER);
    }

    private void start(String key) throws Exception {
        channel = DatagramChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        channel.configureBlocking(false);
        String address = "memory:?sectors=4&fan=80&range=0.2-10";
        if (!key.isEmpty()) {
            Path file = Files.writeString(directory.resolve("vehicle.key"), key);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            address += "&key=" + file;
        }
        MavlinkOptions options = MavlinkOptions.parse(address);
        wire = new FramingWire(options, this::transmit);
        copter = MavlinkCopter.over(wire, options);
        copter.prepare(SafePolicy.holdThenLand(Duration.ofSeconds(1)));
        readings = new SensorReadings(copter.sensors().attitude());
        int port = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        ProcessBuilder builder = new ProcessBuilder("node", "vehicle.mjs", String.valueOf(port))
                .directory(HOME.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        if (!key.isEmpty()) {
            builder.command().add(key);
        }
        node = builder.start();
        listener = new Thread(this::listen, "node-listener");
        listener.start();
        await("node", () -> vehicle != null);
    }

    private void listen() {
        try (BufferedReader lines = node.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                Matcher port = PORT.matcher(line);
                if (port.matches()) {
                    vehicle = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port.group(1)));
                } else {
                    heard.add(line);
                }
            }
        } catch (IOException e) {
            // The process has ended.
        }
    }

    private void await(String what, BooleanSupplier condition) throws Exception {
        long endNs = System.nanoTime() + PATIENCE_NS;
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - endNs)
                    .as("%s; heard %s", what, heard)
                    .isNegative();
            for (datagram.clear(); channel.receive(datagram) != null; datagram.clear()) {
                datagram.flip();
                byte[] bytes = new byte[datagram.remaining()];
                datagram.get(bytes);
                wire.deliver(bytes);
            }
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private void transmit(byte[] frame) {
        try {
            channel.send(ByteBuffer.wrap(frame), vehicle);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String heard(String message) {
        return heard.stream()
                .filter(line -> line.contains('"' + message + '"'))
                .findFirst()
                .orElseThrow();
    }

    private boolean heardAll(String... messages) {
        for (String message : messages) {
            if (heard.stream().noneMatch(line -> line.contains('"' + message + '"'))) {
                return false;
            }
        }
        return true;
    }

    private static Path script() throws URISyntaxException {
        return Path.of(NodePeerTest.class.getResource("/mavlink/vehicle.mjs").toURI());
    }

    private static boolean runs(int seconds, String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(HOME.toFile())
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(HOME.resolve("log").toFile())
                    .start();
            boolean ended = process.waitFor(seconds, TimeUnit.SECONDS);
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            return ended && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
