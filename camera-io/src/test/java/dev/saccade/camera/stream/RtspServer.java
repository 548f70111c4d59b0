package dev.saccade.camera.stream;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** GStreamer's RTSP server as a process of its own: a camera whose pictures carry a {@link BurnedClock}. */
final class RtspServer implements AutoCloseable {
    private static final String PYTHON = "/usr/bin/python3";
    private static final String PROBE = "import gi; gi.require_version('GstRtspServer', '1.0');"
            + " from gi.repository import Gst, GstRtspServer; Gst.init(None);"
            + " assert Gst.ElementFactory.find('x264enc') and Gst.ElementFactory.find('rtph264pay')";

    private final Process process;
    private final int port;

    private RtspServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Skips the test where GStreamer's RTSP server is not installed. */
    static void assumeInstalled() throws Exception {
        boolean installed = new File(PYTHON).canExecute()
                && new ProcessBuilder(PYTHON, "-W", "ignore", "-c", PROBE)
                                .redirectErrorStream(true)
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                                .start()
                                .waitFor()
                        == 0;
        assumeTrue(
                installed,
                "no RTSP server: install python3-gi gir1.2-gst-rtsp-server-1.0 gstreamer1.0-plugins-base"
                        + " gstreamer1.0-plugins-good gstreamer1.0-plugins-ugly");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static RtspServer start(int port, String... options) throws IOException {
        Path script = Path.of(System.getProperty("saccade.root", ".."), "camera-io/src/test/scripts/rtsp_server.py");
        List<String> command =
                new ArrayList<>(List.of(PYTHON, "-W", "ignore", script.toString(), Integer.toString(port)));
        command.addAll(List.of(options));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        if (!"ready".equals(said.readLine())) {
            process.destroyForcibly();
            throw new IOException("the RTSP server did not start on port " + port);
        }
        return new RtspServer(process, port);
    }

    String url(String login) {
        return "rtsp://" + login + "127.0.0.1:" + port + "/cam";
    }

    void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    /** kill -9. */
    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        // The process tells when it has ended, and an interrupt must not leave it behind.
        process.destroyForcibly().onExit().orTimeout(10, TimeUnit.SECONDS).join();
    }
}
