package dev.saccade.models.quantise;

import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.SpotCheck;
import dev.saccade.models.precision.Precision;
import dev.saccade.models.precision.QuantTarget;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a quantisation did.
 *
 * @param target what it was written for
 * @param rest what is not INT8, as it was asked for
 * @param calibration how ranges were chosen
 * @param tried every calibration that was tried, when there were several
 * @param source where frames came from
 * @param calibrationFrames SHA-256 of each picture that calibrated
 * @param selectionFrames SHA-256 of each picture that chose the calibration or the layers
 * @param layers every layer with weights, in the network's order
 * @param attempts what the gate said to each choice of layers, in order
 * @param gate its numbers for the last choice: on frames that chose nothing when {@link #isFinal()}
 * @param bytesBefore of the ONNX file
 * @param bytesAfter of the ONNX file
 * @param latency FP32 beside INT8 on this CPU; null when the gate was not passed
 * @param sourceSha256 of the FP32 file, hex
 * @param sha256 of the INT8 file, hex
 */
public record Int8Report(
        QuantTarget target,
        Precision rest,
        Calibration calibration,
        List<Tried> tried,
        String source,
        List<String> calibrationFrames,
        List<String> selectionFrames,
        List<Int8Layer> layers,
        List<Attempt> attempts,
        GateResult gate,
        long bytesBefore,
        long bytesAfter,
        LatencyRatio latency,
        String sourceSha256,
        String sha256) {
    /**
     * Copies the lists.
     *
     * @param target what it was written for
     * @param rest what is not INT8
     * @param calibration how ranges were chosen
     * @param tried every calibration that was tried
     * @param source where frames came from
     * @param calibrationFrames SHA-256 of each picture
     * @param selectionFrames SHA-256 of each picture
     * @param layers every layer with weights
     * @param attempts what the gate said
     * @param gate its numbers for the last choice
     * @param bytesBefore of the ONNX file
     * @param bytesAfter of the ONNX file
     * @param latency FP32 beside INT8
     * @param sourceSha256 of the FP32 file
     * @param sha256 of the INT8 file
     */
    public Int8Report {
        tried = List.copyOf(tried);
        calibrationFrames = List.copyOf(calibrationFrames);
        selectionFrames = List.copyOf(selectionFrames);
        layers = List.copyOf(layers);
        attempts = List.copyOf(attempts);
    }

    /**
     * A calibration with every layer INT8.
     *
     * @param calibration the method
     * @param distance what the outputs lost, on some of the frames that choose
     */
    public record Tried(Calibration calibration, SpotCheck.Distance distance) {}

    /** What a run of the gate is for. */
    public enum Stage {
        /** To choose layers. */
        SELECTION,
        /** To judge what was chosen, on frames that had no part in it. */
        FINAL
    }

    /**
     * One run of the gate.
     *
     * @param stage what it is for
     * @param restored how many sensitive layers were not INT8
     * @param frames how many it saw
     * @param isPassed whether every limit was kept
     * @param verdict one line
     */
    public record Attempt(Stage stage, int restored, int frames, boolean isPassed, String verdict) {}

    /** @return whether {@link #gate()} is of frames that chose nothing; false when no choice passed those that choose */
    public boolean isFinal() {
        return attempts.get(attempts.size() - 1).stage() == Stage.FINAL;
    }

    /** @return whether the gate lets it pass on frames that chose nothing */
    public boolean isPassed() {
        return isFinal() && gate.isPassed();
    }

    /** @return how many layers are INT8 */
    public long int8Layers() {
        return layers.stream().filter(Int8Layer::isInt8).count();
    }

    /** @return share of the multiply-accumulates that INT8 layers do, 0..1 */
    public double macShare() {
        return share(Int8Layer::macs);
    }

    /** @return share of the weights that INT8 layers hold, 0..1 */
    public double weightShare() {
        return share(Int8Layer::weights);
    }

    private double share(ToLongFunction<Int8Layer> what) {
        long all = layers.stream().mapToLong(what).sum();
        long quantised =
                layers.stream().filter(Int8Layer::isInt8).mapToLong(what).sum();
        return all == 0 ? 0 : (double) quantised / all;
    }
}
