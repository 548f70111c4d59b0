package dev.saccade.control;

import static dev.saccade.control.Rig.MS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.control.actuator.UdpJsonActuator;
import dev.saccade.pipeline.ScriptedPerceiver;
import dev.saccade.pipeline.ScriptedSource;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ends that are not sound, on threads and in a JVM that its controller ends. */
@Timeout(60)
class EndTest {
    private final RecordingActuator actuator = new RecordingActuator();
    private volatile Thread stuck;

    static <C extends Command> ControlLoop<C> loop(Actuator<C> actuator) {
        return ControlLoop.of(
                        new ScriptedSource(System.nanoTime(), 10 * MS, Long.MAX_VALUE, false),
                        new ScriptedPerceiver(frame -> 0.5, false),
                        actuator)
                .rateHz(200)
                .maxAge(Duration.ofSeconds(20));
    }

    @Test
    void shouldSayThatTheLastSafeCommandWasRefused() throws IOException {
        int port;
        try (DatagramSocket gone = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            port = gone.getLocalPort();
        }
        String uri = "udp://127.0.0.1:" + port;
        try (UdpJsonActuator<DriveCommand> udp = UdpJsonActuator.open(uri)) {
            LoopEnd end = loop(udp)
                    .decide((seen, in, cmd) -> cmd.speed(1))
                    .duration(Duration.ofMillis(50))
                    .run();
            assertThat(end)
                    .isEqualTo(new LoopEnd(
                            LoopEnd.Cause.NOT_SAFE,
                            "actuator " + uri + ": the last safe command was refused: nobody listens; "
                                    + "start the receiver, or give its address"));
            assertThat(end.isSound()).isFalse();
        }
    }

    @Test
    void shouldSayThatASendDidNotReturn() {
        CountDownLatch release = new CountDownLatch(1);
        try (ControlRun<DriveCommand> run =
                loop(actuator).decide((seen, in, cmd) -> cmd.speed(1)).prepare()) {
            actuator.onSend(() -> {
                run.stop();
                await(release);
            });
            LoopEnd end = run.run();
            assertThat(end)
                    .isEqualTo(new LoopEnd(
                            LoopEnd.Cause.NOT_SAFE,
                            "actuator recording: a send has not returned, the last safe command is not out"));
        } finally {
            release.countDown();
        }
    }

    @Test
    void shouldSendTheSafeCommandForAControllerThatDoesNotReturn() throws InterruptedException {
        CountDownLatch release = new CountDownLatch(1);
        try (ControlRun<DriveCommand> run = prepared(release)) {
            LoopEnd end = run.run();
            assertThat(end.cause()).isEqualTo(LoopEnd.Cause.STOPPED);
            assertThat(end.detail())
                    .matches("controller has not returned from tick [0-9]+; the safe command was sent without it");
            assertThat(end.isSound()).isFalse();
            assertThat(actuator.last().safe()).isTrue();
            int sent = actuator.sent().size();
            release.countDown();
            stuck.join();
            assertThat(actuator.sent()).hasSize(sent);
        }
    }

    private ControlRun<DriveCommand> prepared(CountDownLatch release) {
        List<ControlRun<DriveCommand>> made = new ArrayList<>();
        made.add(loop(actuator)
                .decide((seen, in, cmd) -> {
                    cmd.speed(1);
                    stuck = Thread.currentThread();
                    made.get(0).stop();
                    await(release);
                })
                .prepare());
        return made.get(0);
    }

    @Test
    void shouldSayThatTheControllerThrewAndSteerAgainOnceRearmed() {
        LoopEnd end = loop(actuator)
                .decide((seen, in, cmd) -> {
                    throw new IllegalStateException("division");
                })
                .frames(40)
                .run();
        assertThat(end.cause()).isEqualTo(LoopEnd.Cause.CONTROLLER_FAULT);
        assertThat(end.detail())
                .matches("controller threw java.lang.IllegalStateException: division; SAFE since tick [0-9]+");
        assertThat(end.isSound()).isFalse();

        List<ControlRun<DriveCommand>> made = new ArrayList<>();
        boolean[] thrown = {false};
        made.add(loop(actuator)
                .decide((seen, in, cmd) -> {
                    if (thrown[0]) {
                        made.get(0).stop();
                        return;
                    }
                    thrown[0] = true;
                    made.get(0).rearm();
                    throw new IllegalStateException("once");
                })
                .prepare());
        try (ControlRun<DriveCommand> run = made.get(0)) {
            assertThat(run.run()).isEqualTo(new LoopEnd(LoopEnd.Cause.STOPPED, ""));
            assertThat(run.parts().control().counters().controllerFaults()).isEqualTo(1);
        }
    }

    @Test
    void shouldSendTheSafeCommandLastWhenTheControllerEndsTheJvm() throws Exception {
        try (DatagramSocket vehicle = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            vehicle.setSoTimeout(50);
            Process child = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            ExitProgram.class.getName(),
                            "udp://127.0.0.1:" + vehicle.getLocalPort())
                    .inheritIO()
                    .start();
            List<String> received = new ArrayList<>();
            while (receive(vehicle, received) || child.isAlive()) {
                // Until it has ended and nothing is left.
            }
            assertThat(child.exitValue()).isEqualTo(ExitProgram.CODE);
            assertThat(received).anyMatch(line -> line.contains("\"speed\":1") && line.contains("\"valid\":true"));
            assertThat(received).last().asString().contains("\"mode\":\"SAFE\"", "\"valid\":false");
        }
    }

    private static boolean receive(DatagramSocket socket, List<String> into) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);
        try {
            socket.receive(packet);
        } catch (SocketTimeoutException none) {
            return false;
        }
        return into.add(new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8));
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
