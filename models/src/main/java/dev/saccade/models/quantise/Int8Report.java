package dev.saccade.models.quantise;

import dev.saccade.models.gate.GateResult;
import dev.saccade.models.precision.QuantTarget;
import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a quantisation did.
 *
 * @param target what it was written for
 * @param calibration how ranges were chosen
 * @param source where frames came from
 * @param calibrationFrames SHA-256 of each picture that calibrated
 * @param layers every layer with weights, in the network's order
 * @param attempts what the gate said to each choice of layers, in order
 * @param gate its numbers for the last choice
 * @param bytesBefore of the ONNX file
 * @param bytesAfter of the ONNX file
 * @param latency FP32 beside INT8 on this CPU; null when the gate was not passed
 * @param sourceSha256 of the FP32 file, hex
 * @param sha256 of the INT8 file, hex
 */
public record Int8Report(
        QuantTarget target,
        Calibration calibration,
        String source,
        List<String> calibrationFrames,
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
     * @param calibration how ranges were chosen
     * @param source where frames came from
     * @param calibrationFrames SHA-256 of each picture
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
        calibrationFrames = List.copyOf(calibrationFrames);
        layers = List.copyOf(layers);
        attempts = List.copyOf(attempts);
    }

    /**
     * One run of the gate.
     *
     * @param restored how many sensitive layers were FP32 again
     * @param isPassed whether every limit was kept
     * @param verdict one line
     */
    public record Attempt(int restored, boolean isPassed, String verdict) {}

    /** @return whether the gate lets it pass */
    public boolean isPassed() {
        return gate.isPassed();
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
