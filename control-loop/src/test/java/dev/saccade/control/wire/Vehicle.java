package dev.saccade.control.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** What a wire leads to in a test: a loopback socket whose waits are bounded. */
final class Vehicle implements AutoCloseable {
    private static final int PATIENCE_MS = 20_000;

    private final DatagramSocket socket;
    private SocketAddress peer;

    Vehicle() throws IOException {
        socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
        socket.setSoTimeout(PATIENCE_MS);
    }

    String uri() {
        return "udp://127.0.0.1:" + socket.getLocalPort();
    }

    /** The next message. */
    String receive() throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[4096], 4096);
        socket.receive(packet);
        peer = packet.getSocketAddress();
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
    }

    /** Reads until that message comes. */
    void await(String text) throws IOException {
        long end = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        while (!receive().equals(text)) {
            assertThat(System.nanoTime()).as("waiting for '%s'", text).isLessThan(end);
        }
    }

    /** Reads until that message has come n times in a row. */
    void awaitRun(String text, int n) throws IOException {
        long end = System.nanoTime() + PATIENCE_MS * 1_000_000L;
        for (int run = 0; run < n; run = receive().equals(text) ? run + 1 : 0) {
            assertThat(System.nanoTime()).as("waiting for '%s'", text).isLessThan(end);
        }
    }

    /** The next n messages are that one and no other. */
    void expectOnly(String text, int n) throws IOException {
        for (int i = 0; i < n; i++) {
            assertThat(receive()).isEqualTo(text);
        }
    }

    /** Reads what has come already, and answers whether that was nothing. */
    boolean isSilent(int ms) throws IOException {
        socket.setSoTimeout(ms);
        try {
            receive();
            return false;
        } catch (SocketTimeoutException none) {
            return true;
        } finally {
            socket.setSoTimeout(PATIENCE_MS);
        }
    }

    /** To whoever sent the latest message. */
    void answer(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        socket.send(new DatagramPacket(bytes, bytes.length, peer));
    }

    @Override
    public void close() {
        socket.close();
    }
}
