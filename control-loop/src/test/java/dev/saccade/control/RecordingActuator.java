package dev.saccade.control;

import dev.saccade.control.mode.Mode;
import java.util.ArrayList;
import java.util.List;

/** Keeps what was sent; answers as told. */
final class RecordingActuator implements Actuator<DriveCommand> {
    record Sent(long tick, long timeNs, Mode mode, boolean safe, double speed, double yawRate, long validUntilNs) {}

    private final List<Sent> sent = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<Thread> rearms = new ArrayList<>();
    private Runnable onSend = () -> {};
    private volatile String lastError = "";
    private volatile int answer = SENT;
    private boolean closed;

    synchronized List<Sent> sent() {
        return List.copyOf(sent);
    }

    synchronized Sent last() {
        return sent.get(sent.size() - 1);
    }

    synchronized List<Thread> threads() {
        return List.copyOf(threads);
    }

    List<Thread> rearms() {
        return rearms;
    }

    @Override
    public void rearm() {
        rearms.add(Thread.currentThread());
        answer = SENT;
    }

    boolean isClosed() {
        return closed;
    }

    void answer(int status) {
        answer = status;
    }

    void lastError(String error) {
        lastError = error;
    }

    void onSend(Runnable action) {
        onSend = action;
    }

    @Override
    public String name() {
        return "recording";
    }

    @Override
    public DriveCommand newCommand() {
        return new DriveCommand();
    }

    @Override
    public void prepare(SafePolicy policy) {}

    @Override
    public int send(DriveCommand command, TickInput in) {
        return record(in, false, command.speed(), command.yawRate());
    }

    @Override
    public int sendSafe(TickInput in) {
        return record(in, true, 0, 0);
    }

    private synchronized int record(TickInput in, boolean safe, double speed, double yawRate) {
        sent.add(new Sent(in.tick(), in.timeNs(), in.mode(), safe, speed, yawRate, in.validUntilNs()));
        threads.add(Thread.currentThread());
        onSend.run();
        return answer;
    }

    @Override
    public String lastError() {
        return lastError;
    }

    @Override
    public void close() {
        closed = true;
    }
}
