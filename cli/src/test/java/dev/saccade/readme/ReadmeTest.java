package dev.saccade.readme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.cli.TinyDetector;
import dev.saccade.control.LoopEnd;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is what is compiled and runs; what it links to exists. */
class ReadmeTest {
    private static final Path ROOT = Path.of(System.getProperty("saccade.root"));

    @TempDir
    Path work;

    @Test
    void shouldShowTheProgramThatIsCompiledHere() throws IOException {
        String source = Files.readString(ROOT.resolve("cli/src/test/java/dev/saccade/readme/ReadmeProgram.java"));
        String program = source.substring(source.indexOf("// begin\n") + 9, source.indexOf("        // end"))
                        .stripTrailing()
                        .stripIndent()
                + "\n";
        Matcher block = Pattern.compile("```java\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve("README.md")));

        assertThat(block.find()).isTrue();
        assertThat(block.group(1)).isEqualTo(program);
    }

    @Test
    @Timeout(60)
    void shouldDriveAVehicleAndEndSafe() throws Exception {
        Path model = TinyDetector.write(work.resolve("tiny"));
        try (DatagramSocket vehicle = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            String address = "udp://127.0.0.1:" + vehicle.getLocalPort();
            FutureTask<LoopEnd> run =
                    new FutureTask<>(() -> ReadmeProgram.drive("synthetic:?fps=50&frames=150", model, address));
            new Thread(run, "program").start();

            boolean steered = false;
            String last = "";
            vehicle.setSoTimeout(100);
            DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
            boolean drained = false;
            while (!drained) {
                boolean ended = run.isDone();
                try {
                    vehicle.receive(packet);
                    last = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
                    steered |= last.contains("\"mode\":\"NOMINAL\"");
                } catch (SocketTimeoutException e) {
                    drained = ended;
                }
            }

            assertThat(run.get().cause()).isEqualTo(LoopEnd.Cause.SOURCE_ENDED);
            assertThat(steered).isTrue();
            assertThat(last)
                    .contains("\"mode\":\"SAFE\"")
                    .contains("\"speed\":0")
                    .contains("\"valid\":false");
        }
    }

    @Test
    void shouldLinkOnlyToWhatExists() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            docs.filter(p -> p.toString().endsWith(".md")).forEach(pages::add);
        }
        for (Path page : pages) {
            Matcher link = Pattern.compile("\\]\\(([^)#:]+)(#[^)]*)?\\)").matcher(Files.readString(page));
            while (link.find()) {
                assertThat(page.resolveSibling(link.group(1)))
                        .as("link in " + page)
                        .exists();
            }
        }
    }
}
