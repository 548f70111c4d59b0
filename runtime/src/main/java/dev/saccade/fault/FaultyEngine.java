package dev.saccade.fault;

import dev.saccade.engine.Engine;
import dev.saccade.engine.FrameEngine;
import dev.saccade.engine.WrappedEngine;
import dev.saccade.kernel.Kernels;
import dev.saccade.tensor.Tensor;
import dev.saccade.tensor.TensorType;
import dev.saccade.time.MonotonicClock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.bytedeco.javacpp.BytePointer;

/**
 * An engine that fails by plan: it hangs, errs, answers NaN or nothing at all. What reads its outputs finds the fault
 * where a real one would be. Owns the engine. Thread as {@link Engine}. What wraps a {@link FrameEngine} is one itself.
 */
public sealed class FaultyEngine extends WrappedEngine permits FaultyFrameEngine {
    private static final int NAN = 0x7fc00000;
    private static final short HALF_NAN = 0x7e00;

    private final FaultPlan plan;
    private final MonotonicClock clock;
    private final boolean waits;
    private final BytePointer[] nan;
    private final BytePointer[] blank;
    private String lastError = "";
    private boolean isLost;
    private boolean isClosed;

    FaultyEngine(Engine engine, FaultPlan plan, MonotonicClock clock, boolean waits) {
        super(engine);
        this.plan = plan;
        this.clock = clock;
        this.waits = waits;
        nan = plan.has(FaultKind.ENGINE_NAN) ? contents(true) : null;
        blank = plan.has(FaultKind.OUTPUT_BLANK) ? contents(false) : null;
    }

    /**
     * Wraps an engine that runs in real time: a hang holds its thread.
     *
     * @param engine taken over: closed with this one
     * @param plan when what goes wrong
     * @param clock of the loop
     * @return the engine, owned by the caller
     * @throws IllegalArgumentException when outputs are to be spoiled whose shapes are known only after a run
     */
    public static FaultyEngine inRealTime(Engine engine, FaultPlan plan, MonotonicClock clock) {
        return of(engine, plan, clock, true);
    }

    /**
     * Wraps an engine that runs in virtual time, where {@link FaultPlan#delaying} tells the loop of hangs.
     *
     * @param engine taken over: closed with this one
     * @param plan when what goes wrong
     * @param clock of the simulation
     * @return the engine, owned by the caller
     * @throws IllegalArgumentException when outputs are to be spoiled whose shapes are known only after a run
     */
    public static FaultyEngine inVirtualTime(Engine engine, FaultPlan plan, MonotonicClock clock) {
        return of(engine, plan, clock, false);
    }

    private static FaultyEngine of(Engine engine, FaultPlan plan, MonotonicClock clock, boolean waits) {
        return engine instanceof FrameEngine device
                ? new FaultyFrameEngine(device, plan, clock, waits)
                : new FaultyEngine(engine, plan, clock, waits);
    }

    private BytePointer[] contents(boolean isNan) {
        List<Tensor> outputs = outputs();
        BytePointer[] filled = new BytePointer[outputs.size()];
        for (int i = 0; i < filled.length; i++) {
            if (!outputs.get(i).spec().isStatic()) {
                throw new IllegalArgumentException("fault " + FaultKind.ENGINE_NAN.word() + " or "
                        + FaultKind.OUTPUT_BLANK.word() + ": output "
                        + outputs.get(i).spec() + " has no fixed shape; export the model with fixed shapes");
            }
            filled[i] = new BytePointer(outputs.get(i).spec().bytes());
            fill(
                    filled[i].asByteBuffer().order(ByteOrder.nativeOrder()),
                    isNan ? outputs.get(i).spec().type() : TensorType.UINT8);
        }
        return filled;
    }

    /** NaN in the types that have one, 0 in the others. */
    private static void fill(ByteBuffer bytes, TensorType type) {
        for (int at = 0; at < bytes.capacity(); at += type.bytes()) {
            switch (type) {
                case FLOAT32 -> bytes.putInt(at, NAN);
                case FLOAT16 -> bytes.putShort(at, HALF_NAN);
                default -> {
                    for (int i = 0; i < type.bytes(); i++) {
                        bytes.put(at + i, (byte) 0);
                    }
                }
            }
        }
    }

    @Override
    public final int run() {
        long nowNs = clock.nanoTime();
        if (waits) {
            plan.countDelays(nowNs);
            waitUntil(nowNs + plan.delayNs(nowNs));
        }
        int status = failure(nowNs);
        return status == OK ? spoiled(passed(super.run()), nowNs) : status;
    }

    final void waitUntil(long untilNs) {
        while (untilNs - clock.nanoTime() > 0) {
            LockSupport.parkNanos(this, untilNs - clock.nanoTime());
        }
    }

    /** How a run ends that begins now; {@link #OK} when it may begin. */
    final int failure(long nowNs) {
        if (isLost || plan.isActive(FaultKind.DEVICE_LOST, nowNs)) {
            plan.count(FaultKind.DEVICE_LOST);
            return lost("injected fault device-lost");
        }
        if (plan.isActive(FaultKind.ENGINE_OOM, nowNs)) {
            plan.count(FaultKind.ENGINE_OOM);
            lastError = "injected fault engine-oom: out of memory";
            return ERROR;
        }
        if (plan.isActive(FaultKind.ENGINE_ERROR, nowNs)) {
            plan.count(FaultKind.ENGINE_ERROR);
            lastError = "injected fault engine-error";
            return ERROR;
        }
        return OK;
    }

    /** A device that is lost stays lost. */
    final int lost(String words) {
        if (!isLost) {
            isLost = true;
            lastError = words;
        }
        return LOST;
    }

    final boolean isLost() {
        return isLost;
    }

    /** Takes over what the engine says. */
    final int passed(int status) {
        lastError = super.lastError();
        return status;
    }

    final int spoiled(int status, long nowNs) {
        if (status == OK && plan.isActive(FaultKind.ENGINE_NAN, nowNs)) {
            plan.count(FaultKind.ENGINE_NAN);
            writeNan();
        }
        if (status == OK && plan.isActive(FaultKind.OUTPUT_BLANK, nowNs)) {
            plan.count(FaultKind.OUTPUT_BLANK);
            write(blank);
        }
        return status;
    }

    void writeNan() {
        write(nan);
    }

    private void write(BytePointer[] contents) {
        for (int i = 0; i < contents.length; i++) {
            Kernels.copy(outputs().get(i).address(), contents[i].address(), contents[i].capacity());
        }
    }

    @Override
    public final String lastError() {
        return lastError;
    }

    @Override
    public void close() {
        if (!isClosed) {
            isClosed = true;
            super.close();
            free(nan);
            free(blank);
        }
    }

    private static void free(BytePointer[] contents) {
        if (contents != null) {
            for (BytePointer content : contents) {
                content.close();
            }
        }
    }
}
