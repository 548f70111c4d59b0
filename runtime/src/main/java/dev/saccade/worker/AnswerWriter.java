package dev.saccade.worker;

import dev.saccade.fault.FaultKind;
import dev.saccade.fault.FaultPlan;
import dev.saccade.kernel.Kernels;
import dev.saccade.pipeline.AllocationMeter;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The worker's half of an answer: what was seen goes into the block. Allocates nothing but for an error's words. */
final class AnswerWriter {
    private static final FaultKind[] KINDS = FaultKind.values();

    private final ByteBuffer block;
    private final long address;
    private final PerceptionShape shape;

    AnswerWriter(ByteBuffer block, long address, PerceptionShape shape) {
        this.block = block;
        this.address = address;
        this.shape = shape;
    }

    void result(Perception seen, long receivedNs) {
        block.putLong(BlockLayout.RECEIVED_NS, receivedNs);
        block.putLong(BlockLayout.PREPROCESSED_NS, seen.preprocessedNs());
        block.putLong(BlockLayout.INFERRED_NS, seen.inferredNs());
        block.putLong(BlockLayout.POSTPROCESSED_NS, seen.postprocessedNs());
        block.putInt(BlockLayout.IS_FALLBACK, seen.isFallback() ? 1 : 0);
        if (seen.detections() != null) {
            detections(seen.detections());
        } else if (seen.classes() != null) {
            classes(seen.classes());
        } else {
            mask(seen.mask());
        }
    }

    private void detections(Detections seen) {
        boolean segments = seen.hasSegments();
        int at = BlockLayout.PAYLOAD;
        for (int i = 0; i < seen.count(); i++) {
            block.putFloat(at, segments ? seen.segment(i, 0) : seen.x(i));
            block.putFloat(at + 4, segments ? seen.segment(i, 1) : seen.y(i));
            block.putFloat(at + 8, segments ? seen.segment(i, 2) : seen.width(i));
            block.putFloat(at + 12, segments ? seen.segment(i, 3) : seen.height(i));
            block.putFloat(at + 16, seen.score(i));
            block.putInt(at + 20, seen.label(i));
            at += BlockLayout.ROW_BYTES;
        }
        block.putInt(BlockLayout.HAS_SEGMENTS, segments ? 1 : 0);
        block.putInt(BlockLayout.COUNT, seen.count());
    }

    private void classes(Classes seen) {
        int at = BlockLayout.PAYLOAD;
        for (int i = 0; i < seen.count(); i++) {
            block.putFloat(at, seen.score(i));
            block.putInt(at + 4, seen.label(i));
            at += BlockLayout.CLASS_BYTES;
        }
        block.putInt(BlockLayout.COUNT, seen.count());
    }

    private void mask(SegmentationMask seen) {
        block.putFloat(BlockLayout.MASK_MAP, seen.originX());
        block.putFloat(BlockLayout.MASK_MAP + 4, seen.originY());
        block.putFloat(BlockLayout.MASK_MAP + 8, seen.scaleX());
        block.putFloat(BlockLayout.MASK_MAP + 12, seen.scaleY());
        long at = address + BlockLayout.PAYLOAD;
        Kernels.copy(at, seen.stats(), shape.statBytes());
        Kernels.copy(at + shape.statBytes(), seen.address(), shape.maskPixels());
    }

    void error(String words) {
        byte[] text = words.getBytes(StandardCharsets.UTF_8);
        int length = Math.min(text.length, BlockLayout.MOST_ERROR_BYTES);
        block.put(BlockLayout.ERROR, text, 0, length);
        block.putInt(BlockLayout.ERROR_BYTES, length);
    }

    void counts(AllocationMeter meter, FaultPlan faults) {
        block.putLong(BlockLayout.ALLOCATED_BYTES, meter.bytes());
        block.putLong(BlockLayout.ALLOCATION_FRAMES, meter.cycles());
        for (int i = 0; i < KINDS.length; i++) {
            block.putLong(BlockLayout.INJECTED + Long.BYTES * i, faults.injected(KINDS[i]));
        }
    }

    void status(int status) {
        block.putInt(BlockLayout.STATUS, status);
    }
}
