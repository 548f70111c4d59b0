package dev.saccade.control.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Programs in JVMs of their own, their gates, and what the vehicle hears, on real sockets. */
@Timeout(120)
class GateProcessTest {
    private static final int MANY = 50;

    private final List<Process> programs = new ArrayList<>();
    private final List<Long> gates = new ArrayList<>();
    private Vehicle vehicle;

    @BeforeEach
    void open() throws IOException {
        vehicle = new Vehicle();
    }

    @AfterEach
    void end() throws Exception {
        for (Process program : programs) {
            program.destroyForcibly().waitFor();
        }
        for (long gate : gates) {
            if (!Processes.hasEnded(gate)) {
                Processes.signal("KILL", gate);
            }
        }
        vehicle.close();
    }

    private Program start(String tag, int stallMs) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        GateClientProgram.class.getName(),
                        vehicle.uri(),
                        tag,
                        Integer.toString(stallMs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        programs.add(process);
        return new Program(process, process.inputReader(StandardCharsets.UTF_8));
    }

    private Program steering(String tag, int stallMs) throws IOException {
        Program program = start(tag, stallMs);
        gates.add(program.gatePid());
        program.expect("status 0 ");
        vehicle.await("command " + tag);
        return program;
    }

    @Test
    void shouldSendOnlyTheSafePlanOnceTheProgramIsKilled() throws Exception {
        Program program = steering("a", 10_000);
        program.process.destroyForcibly().waitFor();
        vehicle.await("safe a");
        vehicle.expectOnly("safe a", MANY);
        assertThat(Processes.hasEnded(gates.get(0))).isFalse();

        Program next = start("b", 10_000);
        assertThat(next.gatePid()).isEqualTo(gates.get(0));
        assertThat(next.expect("status 4 ")).contains("has gone safe: the program was gone");
        vehicle.await("safe b");
        vehicle.expectOnly("safe b", MANY);
        next.say("r");
        next.expect("status 0 ");
        vehicle.await("command b");
        next.say("c");
        next.expect("closed");
        vehicle.await("safe b");
        Processes.awaitEnd(gates.get(0));
    }

    @Test
    void shouldLetNoByteOfAnOldEpochOutAfterAStall() throws Exception {
        Program program = steering("a", 300);
        Processes.signal("STOP", program.process.pid());
        vehicle.await("safe a");
        Processes.signal("CONT", program.process.pid());
        assertThat(program.expect("status 4 ")).contains("the program stalled", "stall bound 300.0 ms");
        vehicle.expectOnly("safe a", MANY);
        program.say("r");
        program.expect("status 0 ");
        vehicle.await("command a");
    }

    @Test
    void shouldSendOnlyTheSafePlanItselfOnceTheGateIsKilled() throws Exception {
        Program program = steering("a", 10_000);
        Processes.signal("KILL", gates.get(0));
        assertThat(program.expect("status 4 ")).contains("is gone: this program sends the safe plan and nothing else");
        vehicle.await("safe a");
        vehicle.expectOnly("safe a", MANY);
        program.say("r");
        vehicle.expectOnly("safe a", MANY);
        // No other gate may come between.
        assertThatThrownBy(() -> GatedWire.open(vehicle.uri(), GateBounds.atRate(100), WireIdentity.NONE))
                .hasMessageContaining("another process holds this wire");
    }

    @Test
    void shouldSendItsLastWordWhenItIsAskedToEnd() throws Exception {
        Program program = steering("a", 10_000);
        // The program stands still: what the vehicle hears is the gate's.
        Processes.signal("STOP", program.process.pid());
        Processes.signal("TERM", gates.get(0));
        Processes.awaitEnd(gates.get(0));
        vehicle.await("safe a");
        assertThat(vehicle.isSilent(50)).isTrue();
    }

    @Test
    void shouldServeOneProgramAtATime() throws Exception {
        Program program = steering("a", 10_000);
        assertThatThrownBy(() -> GatedWire.open(vehicle.uri(), GateBounds.atRate(100), WireIdentity.NONE))
                .isInstanceOfSatisfying(
                        WireException.class, e -> assertThat(e.kind()).isEqualTo(WireException.Kind.HELD))
                .hasMessageContaining("process " + program.process.pid() + " drives this wire");
        assertThatThrownBy(() -> DirectWire.open(vehicle.uri()))
                .hasMessageContaining("a gate (process " + gates.get(0) + ") holds this wire");
        vehicle.expectOnly("command a", MANY);
    }

    private record Program(Process process, BufferedReader out) {
        long gatePid() throws IOException {
            return Long.parseLong(expect("ready ").substring("ready ".length()));
        }

        /** The next line begins like that. */
        String expect(String start) throws IOException {
            String line = out.readLine();
            assertThat(line).startsWith(start);
            return line;
        }

        void say(String word) throws IOException {
            process.getOutputStream().write(word.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }
    }
}
