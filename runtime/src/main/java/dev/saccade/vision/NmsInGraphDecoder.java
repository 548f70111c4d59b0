package dev.saccade.vision;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.tensor.TensorType;
import java.util.EnumSet;
import java.util.Set;

/**
 * Final boxes of a graph that holds its own non-maximum suppression: four outputs, or one with joined columns. Sorts
 * them, applies the minimum score, and leaves overlaps alone.
 */
final class NmsInGraphDecoder implements Decoder {
    private static final Set<TensorType> CLASSES =
            EnumSet.of(TensorType.FLOAT32, TensorType.FLOAT16, TensorType.INT32, TensorType.INT64);
    private static final int JOINED = 6;
    private static final int JOINED_WITH_BATCH = 7;

    private final ModelPackage model;
    private final RowOutput boxes;
    private final RowOutput scores;
    private final RowOutput classes;
    private final RowOutput count;
    private final int boxColumn;
    private final int scoreColumn;
    private final int classColumn;
    private final BoxForm form;
    private final float minScore;
    private final BestRows best;
    private String fault = "";

    NmsInGraphDecoder(ModelPackage model, Outputs outputs) throws PackageException {
        this.model = model;
        minScore = model.thresholds().score();
        form = BoxForm.of(model);
        boolean isJoined = !model.decoder().containsKey("boxes");
        Output first = outputs.floats(isJoined ? "detections" : "boxes");
        if (isJoined) {
            int columns = first.rank() < 2 ? 0 : first.dim(first.rank() - 1);
            if (!RowOutput.isRows(first, columns) || (columns != JOINED && columns != JOINED_WITH_BATCH)) {
                throw outputs.shape("detections", first, "[1, rows, 6] or [1, rows, 7]");
            }
            boolean hasBatch = columns == JOINED_WITH_BATCH;
            boxColumn = hasBatch ? 1 : 0;
            scoreColumn = hasBatch ? 6 : 4;
            classColumn = 5;
            boxes = new RowOutput(first, columns);
            scores = boxes;
            classes = boxes;
            count = null;
        } else {
            Output score = outputs.floats("scores");
            Output label = outputs.of("classes", CLASSES);
            Output number = model.decoder().containsKey("count") ? outputs.of("count", CLASSES) : null;
            if (!RowOutput.isRows(first, 4)) {
                throw outputs.shape("boxes", first, "[1, rows, 4]");
            }
            if (!RowOutput.isRows(score, 1)) {
                throw outputs.shape("scores", score, "[1, rows]");
            }
            if (!RowOutput.isRows(label, 1)) {
                throw outputs.shape("classes", label, "[1, rows]");
            }
            if (number != null && number.elements() != 1) {
                throw outputs.shape("count", number, "[1]");
            }
            boxColumn = 0;
            scoreColumn = 0;
            classColumn = 0;
            boxes = new RowOutput(first, 4);
            scores = new RowOutput(score, 1);
            classes = new RowOutput(label, 1);
            count = number == null ? null : new RowOutput(number, 1);
        }
        best = new BestRows(model.thresholds().max());
    }

    @Override
    public Perception newPerception() {
        return new Perception(model, new Detections(model.thresholds().max()), null, null);
    }

    @Override
    public int decode(Geometry geometry, Perception into) {
        into.detections().clear();
        int rows = load();
        if (rows < 0) {
            return Perceiver.FAULT;
        }
        best.clear();
        for (int i = 0; i < rows; i++) {
            float score = scores.at(i, scoreColumn);
            if (score >= minScore) {
                best.offer(i, score);
            }
        }
        for (int i = 0; i < best.count(); i++) {
            int row = best.row(i);
            float label = classes.at(row, classColumn);
            if (!(label >= 0 && label < model.labels().size())) {
                return unknownClass(label, into);
            }
            form.emit(boxes, row, boxColumn, scores.at(row, scoreColumn), (int) label, geometry, into.detections());
        }
        return Perceiver.OK;
    }

    /** Reads the outputs of the latest run; the number of rows, or -1 with the fault set. */
    private int load() {
        int rows = boxes.load();
        if (rows < 0 || (scores != boxes && (scores.load() != rows || classes.load() != rows))) {
            return refuse(
                    rows < 0
                            ? "output " + boxes + " has more than " + boxes.mostRows()
                                    + " rows; lower the limit in the graph"
                            : "outputs " + boxes + ", " + scores + " and " + classes
                                    + " differ in their rows; name others");
        }
        if (count == null) {
            return rows;
        }
        count.load();
        float valid = count.at(0, 0);
        if (!(valid >= 0 && valid <= rows)) {
            return refuse(
                    "output " + count + " says " + valid + " of " + rows + " rows; name another as decoder.count");
        }
        return (int) valid;
    }

    private int refuse(String words) {
        fault = words;
        return -1;
    }

    private int unknownClass(float label, Perception into) {
        into.detections().clear();
        fault = "class " + label + " has no label, the package has "
                + model.labels().size() + " labels; correct labels.txt or the outputs that the decoder names";
        return Perceiver.FAULT;
    }

    @Override
    public String fault() {
        return fault;
    }

    @Override
    public void close() {
        boxes.close();
        scores.close();
        classes.close();
        if (count != null) {
            count.close();
        }
    }
}
