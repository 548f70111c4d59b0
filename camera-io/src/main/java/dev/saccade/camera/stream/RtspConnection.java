package dev.saccade.camera.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The TCP connection to an RTSP server (RFC 2326): requests and replies, and between them RTP and RTCP packets, each
 * behind a dollar sign, its channel and its length (section 10.12). Reads into one buffer that is made at the start.
 * One thread; {@link #abort()} from any.
 */
final class RtspConnection implements AutoCloseable {
    /** {@link #next}: a packet lies in {@link #buffer()}. */
    static final int PACKET = 1;
    /** {@link #next}: something else was skipped. */
    static final int NOTHING = 0;
    /** {@link #next}: the server closed or broke the connection. */
    static final int ENDED = -1;
    /** {@link #next}: silence. */
    static final int SILENT = -2;

    private static final int LARGEST_TEXT = 1 << 16;
    private static final int HEADER = 4;
    private static final byte[] REPLY = {'R', 'T', 'S', 'P', '/'};

    /** A reply. */
    record Reply(int status, List<String> headers, String body) {
        List<String> all(String name) {
            List<String> values = new ArrayList<>();
            String start = name.toLowerCase(Locale.ROOT) + ":";
            for (String header : headers) {
                if (header.toLowerCase(Locale.ROOT).startsWith(start)) {
                    values.add(header.substring(start.length()).strip());
                }
            }
            return values;
        }

        String first(String name) {
            List<String> values = all(name);
            return values.isEmpty() ? "" : values.get(0);
        }
    }

    private final RtspAuthority authority;
    private final Socket socket = new Socket();
    private final byte[] buffer = new byte[1 << 18];
    private InputStream in;
    private OutputStream out;
    private RtspLogin login;
    private String session = "";
    private int position;
    private int limit;
    private int sequence;
    private int channel;
    private int from;
    private int length;

    RtspConnection(RtspAuthority authority) {
        this.authority = authority;
    }

    void connect(long deadlineNs) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(authority.host(), authority.port()), millisUntil(deadlineNs));
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    private static int millisUntil(long deadlineNs) throws SocketTimeoutException {
        long ms = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
        if (ms <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) ms;
    }

    /** Sends a request and waits for its reply; answers a challenge once. */
    Reply ask(String method, String url, String headers, long deadlineNs) throws IOException {
        send(method, url, headers);
        Reply reply = reply(deadlineNs);
        if (reply.status() == 401 && login == null && authority.user() != null) {
            login = RtspLogin.answering(reply.all("WWW-Authenticate"), authority.user(), authority.password());
            if (login != null) {
                send(method, url, headers);
                reply = reply(deadlineNs);
            }
        }
        String id = reply.first("Session");
        if (!id.isEmpty()) {
            session = id.split(";", -1)[0].strip();
        }
        return reply;
    }

    /** Sends a request whose reply {@link #next} will skip. */
    void send(String method, String url, String headers) throws IOException {
        StringBuilder request = new StringBuilder(method + " " + url + " RTSP/1.0\r\nCSeq: " + ++sequence + "\r\n");
        request.append("User-Agent: saccade\r\n").append(headers);
        if (!session.isEmpty()) {
            request.append("Session: ").append(session).append("\r\n");
        }
        if (login != null) {
            request.append("Authorization: ")
                    .append(login.authorization(method, url))
                    .append("\r\n");
        }
        out.write(request.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    private Reply reply(long deadlineNs) throws IOException {
        while (true) {
            socket.setSoTimeout(millisUntil(deadlineNs));
            if (buffered() > 0 && buffer[position] == '$') {
                int status = next();
                if (status < 0) {
                    throw new IOException("the connection ended");
                }
                continue;
            }
            int end = endOfHeaders();
            if (end > 0) {
                return parse(end, deadlineNs);
            }
            if (buffered() > LARGEST_TEXT || fill() < 0) {
                throw new IOException("the server does not speak RTSP");
            }
        }
    }

    private Reply parse(int end, long deadlineNs) throws IOException {
        String text = new String(buffer, position, end - position, StandardCharsets.UTF_8);
        List<String> lines = List.of(text.split("\r\n", -1));
        String[] words = lines.get(0).split(" ", 3);
        if (!words[0].startsWith("RTSP/") || words.length < 2 || !words[1].matches("[0-9]{3}")) {
            throw new IOException("the server does not speak RTSP");
        }
        position = end;
        Reply head = new Reply(Integer.parseInt(words[1]), lines.subList(1, lines.size()), "");
        String stated = head.first("Content-Length");
        int bytes = stated.matches("[0-9]{1,5}") ? Integer.parseInt(stated) : 0;
        if (bytes > LARGEST_TEXT) {
            throw new IOException("the server's description is too long");
        }
        while (buffered() < bytes) {
            socket.setSoTimeout(millisUntil(deadlineNs));
            if (fill() < 0) {
                throw new IOException("the connection ended");
            }
        }
        String body = new String(buffer, position, bytes, StandardCharsets.UTF_8);
        position += bytes;
        return new Reply(head.status(), head.headers(), body);
    }

    /** The longest silence that {@link #next} waits out. */
    void setLongestSilence(long ns) throws IOException {
        socket.setSoTimeout((int) TimeUnit.NANOSECONDS.toMillis(ns));
    }

    /** Waits for the next packet, or skips a reply. Allocates nothing but on the way out. */
    int next() {
        try {
            if (buffered() < HEADER && fill() < 0) {
                return ENDED;
            }
            if (buffered() < HEADER) {
                return NOTHING;
            }
            if (buffer[position] != '$') {
                return skip() ? NOTHING : ENDED;
            }
            channel = buffer[position + 1] & 0xff;
            length = (buffer[position + 2] & 0xff) << 8 | (buffer[position + 3] & 0xff);
            while (buffered() < HEADER + length) {
                if (fill() < 0) {
                    return ENDED;
                }
            }
            from = position + HEADER;
            position = from + length;
            return PACKET;
        } catch (SocketTimeoutException e) {
            return SILENT;
        } catch (IOException e) {
            return ENDED;
        }
    }

    /** Leaves out a reply to a request that we sent in between, or bytes that are nothing; false at the end. */
    private boolean skip() throws IOException {
        boolean mayReply = mayReply();
        int end = mayReply || buffer[position] != 'R' ? endOfHeaders() : -1;
        if (end > 0) {
            position = end;
        } else if (mayReply && buffered() < LARGEST_TEXT) {
            return fill() >= 0;
        } else {
            // All of it at once: a search for a blank line from each byte would take seconds a buffer.
            do {
                position++;
            } while (buffered() > 0 && buffer[position] != '$' && buffer[position] != 'R');
        }
        return true;
    }

    /** Whether a reply begins here, as far as can be seen. */
    private boolean mayReply() {
        for (int i = 0; i < REPLY.length && position + i < limit; i++) {
            if (buffer[position + i] != REPLY[i]) {
                return false;
            }
        }
        return true;
    }

    /** Index behind the blank line of a text that begins here, or -1. */
    private int endOfHeaders() {
        int last = Math.min(limit, position + LARGEST_TEXT);
        for (int i = position; i + 3 < last; i++) {
            if (buffer[i] == '$' && i == position) {
                return -1;
            }
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i + 4;
            }
        }
        return -1;
    }

    private int buffered() {
        return limit - position;
    }

    private int fill() throws IOException {
        if (buffer.length - position < LARGEST_TEXT + HEADER + 1) {
            System.arraycopy(buffer, position, buffer, 0, limit - position);
            limit -= position;
            position = 0;
        }
        int got = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, got);
        return got;
    }

    /** The packet of {@link #PACKET}: its bytes lie in {@link #buffer()}, valid until the next call. */
    byte[] buffer() {
        return buffer;
    }

    int channel() {
        return channel;
    }

    int from() {
        return from;
    }

    int length() {
        return length;
    }

    /** Makes a blocked call return. */
    void abort() {
        try {
            if (socket.isConnected()) {
                socket.shutdownInput(); // the farewell can still be sent
            } else {
                socket.close();
            }
        } catch (IOException e) {
            return; // it is closed already, which was the aim
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            return; // nothing is left to be done with it
        }
    }
}
