package dev.saccade.worker;

import dev.saccade.kernel.Kernels;
import dev.saccade.model.ModelPackage;
import dev.saccade.vision.Classes;
import dev.saccade.vision.Detections;
import dev.saccade.vision.Perception;
import dev.saccade.vision.SegmentationMask;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * The parent's half of an answer. The worker may write to the block at any time and anything at all: each value is read
 * once and used only when it is possible. Nothing here throws or allocates, but for an error's words.
 */
final class AnswerReader {
    private final ByteBuffer block;
    private final long address;
    private final PerceptionShape shape;
    private final int labels;
    private long receivedNs;
    private long preprocessedNs;
    private long inferredNs;
    private long postprocessedNs;

    AnswerReader(ByteBuffer block, long address, PerceptionShape shape, ModelPackage model) {
        this.block = block;
        this.address = address;
        this.shape = shape;
        // A model of lines may come without labels; its class is 0 all the same.
        labels = Math.max(1, model.labels().size());
    }

    int status() {
        return block.getInt(BlockLayout.STATUS);
    }

    /** One line of printable text. */
    String error() {
        int given = block.getInt(BlockLayout.ERROR_BYTES);
        byte[] text = new byte[Math.max(0, Math.min(given, BlockLayout.MOST_ERROR_BYTES))];
        block.get(BlockLayout.ERROR, text);
        return WorkerLog.oneLine(new String(text, StandardCharsets.UTF_8));
    }

    boolean isFallback() {
        return block.getInt(BlockLayout.IS_FALLBACK) != 0;
    }

    long allocatedBytes() {
        return block.getLong(BlockLayout.ALLOCATED_BYTES);
    }

    long allocationFrames() {
        return block.getLong(BlockLayout.ALLOCATION_FRAMES);
    }

    long injected(int kind) {
        return block.getLong(BlockLayout.INJECTED + Long.BYTES * kind);
    }

    /** Durations from the request on; valid after {@link #result} has found them possible. */
    long preprocessedNs() {
        return preprocessedNs;
    }

    long inferredNs() {
        return inferredNs;
    }

    long postprocessedNs() {
        return postprocessedNs;
    }

    /** Copies what was seen; null, or what is impossible about it: then {@code into} holds nothing of use. */
    String result(Perception into, long submittedNs, long nowNs) {
        receivedNs = block.getLong(BlockLayout.RECEIVED_NS) - submittedNs;
        preprocessedNs = block.getLong(BlockLayout.PREPROCESSED_NS) - submittedNs;
        inferredNs = block.getLong(BlockLayout.INFERRED_NS) - submittedNs;
        postprocessedNs = block.getLong(BlockLayout.POSTPROCESSED_NS) - submittedNs;
        boolean inOrder = receivedNs >= 0
                && preprocessedNs >= receivedNs
                && inferredNs >= preprocessedNs
                && postprocessedNs >= inferredNs
                && postprocessedNs <= nowNs - submittedNs;
        if (!inOrder) {
            return "its times are impossible";
        }
        if (into.detections() != null) {
            return detections(into.detections());
        }
        return into.classes() != null ? classes(into.classes()) : mask(into.mask());
    }

    private String detections(Detections into) {
        int count = block.getInt(BlockLayout.COUNT);
        if (count < 0 || count > into.capacity()) {
            return "its count of detections is impossible";
        }
        boolean segments = block.getInt(BlockLayout.HAS_SEGMENTS) != 0;
        into.clear();
        int at = BlockLayout.PAYLOAD;
        for (int i = 0; i < count; i++) {
            float a = block.getFloat(at);
            float b = block.getFloat(at + 4);
            float c = block.getFloat(at + 8);
            float d = block.getFloat(at + 12);
            float score = block.getFloat(at + 16);
            int label = block.getInt(at + 20);
            if (!Float.isFinite(a) || !Float.isFinite(b) || !Float.isFinite(c) || !Float.isFinite(d)) {
                return "a box is not finite";
            }
            if (!Float.isFinite(score) || label < 0 || label >= labels) {
                return "a score or class is impossible";
            }
            if (segments) {
                into.addSegment(a, b, c, d, score, label);
            } else {
                into.add(a, b, c, d, score, label);
            }
            at += BlockLayout.ROW_BYTES;
        }
        return null;
    }

    private String classes(Classes into) {
        int count = block.getInt(BlockLayout.COUNT);
        if (count < 0 || count > into.capacity()) {
            return "its count of classes is impossible";
        }
        into.clear();
        int at = BlockLayout.PAYLOAD;
        for (int i = 0; i < count; i++) {
            float score = block.getFloat(at);
            int label = block.getInt(at + 4);
            if (!Float.isFinite(score) || label < 0 || label >= labels) {
                return "a score or class is impossible";
            }
            into.add(label, score);
            at += BlockLayout.CLASS_BYTES;
        }
        return null;
    }

    /** Any byte is a class or none; what is counted of them is checked after it was copied. */
    private String mask(SegmentationMask into) {
        float x = block.getFloat(BlockLayout.MASK_MAP);
        float y = block.getFloat(BlockLayout.MASK_MAP + 4);
        float scaleX = block.getFloat(BlockLayout.MASK_MAP + 8);
        float scaleY = block.getFloat(BlockLayout.MASK_MAP + 12);
        boolean isFinite = Float.isFinite(x) && Float.isFinite(y) && Float.isFinite(scaleX) && Float.isFinite(scaleY);
        if (!isFinite || scaleX <= 0 || scaleY <= 0) {
            return "the mask's place in the frame is impossible";
        }
        long at = address + BlockLayout.PAYLOAD;
        Kernels.copy(into.stats(), at, shape.statBytes());
        Kernels.copy(into.address(), at + shape.statBytes(), shape.maskPixels());
        into.map(x, y, scaleX, scaleY);
        for (int c = 0; c < shape.maskClasses(); c++) {
            if (!isPossible(into, c)) {
                return "the mask's statistics are impossible";
            }
        }
        return null;
    }

    private boolean isPossible(SegmentationMask mask, int c) {
        int count = mask.stat(c, 0);
        int x1 = mask.stat(c, 1);
        int y1 = mask.stat(c, 2);
        int x2 = mask.stat(c, 3);
        int y2 = mask.stat(c, 4);
        boolean isInside = x1 >= 0 && y1 >= 0 && x2 <= shape.maskWidth() && y2 <= shape.maskHeight();
        if (count == 0) {
            return true;
        }
        return isInside && x1 < x2 && y1 < y2 && count > 0 && count <= (long) (x2 - x1) * (y2 - y1);
    }
}
