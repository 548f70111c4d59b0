package dev.saccade.vision;

import dev.saccade.gpu.GpuProgram;
import dev.saccade.kernel.Kernels;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bytedeco.javacpp.BytePointer;

/**
 * What a decoder program left of a frame: its header, copied here, and its payload, handed to the second half of the
 * decoder. One thread; owns the header only.
 */
final class DeviceResult implements AutoCloseable {
    private static final int PREPROCESSED = 8;
    private static final int INFERRED = 16;
    private static final int DECODED = 24;

    private final Findings findings;
    private final OutputCheck check;
    private final BytePointer header = new BytePointer(GpuProgram.RESULT_HEADER);
    private final long address = header.address();
    private final ByteBuffer view = header.asByteBuffer().order(ByteOrder.nativeOrder());
    private long preprocessedNs;
    private long inferredNs;
    private String fault = "";

    /** @param check of the outputs that the program reads, in its order */
    DeviceResult(Findings findings, OutputCheck check) {
        this.findings = findings;
        this.check = check;
    }

    /**
     * Hands a result on.
     *
     * @param result host address
     * @return {@link Perceiver#OK}, or {@link Perceiver#FAULT} with {@link #fault()} set
     */
    int emit(long result, Geometry geometry, Perception into) {
        Kernels.copy(address, result, GpuProgram.RESULT_HEADER);
        int unsound = view.getInt(GpuProgram.RESULT_FAULT);
        int count = view.getInt(GpuProgram.RESULT_COUNT);
        if (unsound > check.size() || count > findings.capacity()) {
            return fault("the device's result names output " + unsound + " of " + check.size() + " and " + count
                    + " of " + findings.capacity() + " rows: programs and library differ in version; rebuild");
        }
        if (unsound > 0) {
            return fault(check.words(unsound - 1));
        }
        if (unsound == 0 && count >= 0) {
            findings.copyFrom(result + GpuProgram.RESULT_HEADER, count, into);
        }
        int status = findings.emit(unsound < 0 ? unsound : count, geometry, into);
        return status == Perceiver.OK ? status : fault(findings.fault());
    }

    /**
     * Sets the device's times against the host's clock. The device's clock is its own, so only durations are taken: the
     * end of decoding is put at the moment when the host saw the run complete, and the stages before it lie as long
     * before that as they did on the device. What the device claims beyond the time since the lease is cut off, so that
     * lease, preprocess, inference and completion are in order.
     *
     * @param leasedNs when the frame was leased
     * @param doneNs when the host saw that the run had completed
     */
    void place(long leasedNs, long doneNs) {
        long lastNs = doneNs - leasedNs;
        long decodeNs = between(INFERRED, DECODED, lastNs);
        long inferNs = between(PREPROCESSED, INFERRED, lastNs - decodeNs);
        inferredNs = doneNs - decodeNs;
        preprocessedNs = inferredNs - inferNs;
    }

    /** 0 to {@code mostNs}. */
    private long between(int from, int to, long mostNs) {
        return Math.max(0, Math.min(mostNs, view.getLong(to) - view.getLong(from)));
    }

    /** When preprocess ended, host clock, by {@link #place}. */
    long preprocessedNs() {
        return preprocessedNs;
    }

    /** When the engine ended, host clock, by {@link #place}. */
    long inferredNs() {
        return inferredNs;
    }

    private int fault(String words) {
        fault = words;
        return Perceiver.FAULT;
    }

    /** One line on the latest {@link Perceiver#FAULT}; empty before. */
    String fault() {
        return fault;
    }

    @Override
    public void close() {
        header.close();
    }
}
