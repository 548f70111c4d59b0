package dev.saccade.control;

import dev.saccade.control.wire.MessageBatch;

/** Encodes each command into a batch, as an actuator over a wire does, and answers as told. Nothing is sent. */
final class BatchActuator implements Actuator<DriveCommand> {
    private static final int COMMAND = 84;
    private static final int CRC_SEED = 143;
    private static final int SAFE = 85;

    private final MessageBatch batch = new MessageBatch(256);
    private int answer = SENT;
    private long encoded;

    void answer(int status) {
        answer = status;
    }

    /** @return bytes encoded in all */
    long encoded() {
        return encoded;
    }

    @Override
    public String name() {
        return "batch";
    }

    @Override
    public DriveCommand newCommand() {
        return new DriveCommand();
    }

    @Override
    public void prepare(SafePolicy policy) {}

    @Override
    public int send(DriveCommand command, TickInput in) {
        batch.clear().begin(COMMAND, CRC_SEED).u64(in.validUntilNs()).u32((int) in.tick());
        for (int i = 0; i < command.axes(); i++) {
            batch.f32((float) command.value(i));
        }
        batch.end();
        encoded += batch.length();
        return answer;
    }

    @Override
    public int sendSafe(TickInput in) {
        batch.clear()
                .begin(SAFE, CRC_SEED)
                .u64(in.timeNs())
                .u8(in.reason().code())
                .end();
        encoded += batch.length();
        return answer;
    }

    @Override
    public void rearm() {
        answer = SENT;
    }

    @Override
    public String lastError() {
        return "";
    }

    @Override
    public void close() {
        batch.close();
    }
}
