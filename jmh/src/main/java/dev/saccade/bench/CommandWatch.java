package dev.saccade.bench;

import dev.saccade.pipeline.ThreadPolicy;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** A vehicle's end of the wire: tells when commands are a controller's on fresh perceptions, and when they no longer are. */
public final class CommandWatch implements AutoCloseable {
    private static final int POLL_MS = 50;

    private final DatagramSocket socket;
    private final DatagramPacket packet = new DatagramPacket(new byte[1500], 1500);

    /**
     * Opens a socket on the loopback; the calling thread gets a control thread's priority where that is permitted.
     *
     * @throws IOException when no socket can be had
     */
    public CommandWatch() throws IOException {
        socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        socket.setSoTimeout(POLL_MS);
        ThreadPolicy.control().apply();
    }

    /** @return what {@code --actuator} takes */
    public String uri() {
        return "udp://127.0.0.1:" + socket.getLocalPort();
    }

    /**
     * Returns after a number of steered commands in a row.
     *
     * @param count commands
     * @param patienceNs how long to wait at most
     * @throws IOException when the program does not steer
     */
    public void awaitSteered(int count, long patienceNs) throws IOException {
        long untilNs = System.nanoTime() + patienceNs;
        int inRow = 0;
        while (inRow < count) {
            if (System.nanoTime() - untilNs > 0) {
                throw new IOException("the program does not steer");
            }
            if (receive()) {
                inRow = isSteered() ? inRow + 1 : 0;
            }
        }
    }

    /**
     * Waits for the first command that is not steered: none of NOMINAL.
     *
     * @param patienceNs how long to wait at most
     * @return when it arrived, monotonic ns
     * @throws IOException when none comes
     */
    public long awaitNotSteered(long patienceNs) throws IOException {
        long untilNs = System.nanoTime() + patienceNs;
        while (System.nanoTime() - untilNs < 0) {
            if (receive() && !isSteered()) {
                return System.nanoTime();
            }
        }
        throw new IOException("commands went on as if nothing had happened, or ceased");
    }

    /**
     * Takes commands for a while.
     *
     * @param ns how long
     * @throws IOException when the socket fails
     */
    public void receiveFor(long ns) throws IOException {
        long untilNs = System.nanoTime() + ns;
        while (System.nanoTime() - untilNs < 0) {
            receive();
        }
    }

    private boolean receive() throws IOException {
        try {
            packet.setLength(packet.getData().length);
            socket.receive(packet);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        }
    }

    private boolean isSteered() {
        String line = new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
        return line.contains("\"mode\":\"NOMINAL\"") && line.contains("\"valid\":true");
    }

    @Override
    public void close() {
        socket.close();
    }
}
