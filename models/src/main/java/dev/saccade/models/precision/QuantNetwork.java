package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Sha256;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An FP32 network made ready for INT8: of opset 13 or newer, with batch normalisation folded into the convolutions. It
 * gives out the tensors whose ranges must be known, and writes itself with any choice of its layers quantised: weights as
 * int8 with a scale for each channel behind DequantizeLinear, activations through QuantizeLinear and DequantizeLinear.
 * The same choice and ranges give the same bytes. Immutable; any thread.
 */
public final class QuantNetwork {
    /** Metadata key: SHA-256 of the FP32 file. */
    public static final String SOURCE_KEY = "saccade.int8.source-sha256";

    /** Metadata key: what the network was quantised for. */
    public static final String TARGET_KEY = "saccade.int8.target";

    /** Metadata key: layers that stayed FP32. */
    public static final String STAYED_KEY = "saccade.int8.fp32-layers";

    private final Path file;
    private final String sourceSha256;
    private final byte[] bytes;
    private final QuantTarget target;
    private final List<QuantLayer> layers;
    private final Set<String> tensors;
    private final Map<String, String> folded;

    private QuantNetwork(
            Path file, String sourceSha256, OnnxModel model, QuantTarget target, Map<String, String> folded)
            throws InvalidProtocolBufferException, ModelsException {
        this.file = file;
        this.sourceSha256 = sourceSha256;
        this.target = target;
        this.folded = folded;
        GraphLinks links = GraphLinks.of(model);
        List<WeightedNode> found = WeightedNode.of(model, links, target);
        layers = found.stream().map(WeightedNode::layer).toList();
        tensors = QuantPlacement.candidates(model, links, found);
        bytes = model.toBytes();
    }

    /**
     * Reads a network.
     *
     * @param onnx FP32 file of opset 11 or newer, its weights inside
     * @param target what it will run on
     * @return the network, made ready
     * @throws ModelsException of kind BAD_INPUT when it is refused: quantised already, a weight that is no number, an
     *     operator that cannot be raised to opset 13, no layer that could be quantised; STORAGE when it cannot be read
     */
    public static QuantNetwork of(Path onnx, QuantTarget target) throws ModelsException {
        try {
            byte[] source = OnnxBytes.read(onnx);
            OnnxModel model = OnnxModel.parse(source);
            if (Precision.of(onnx) == Precision.INT8) {
                throw ModelsException.badInput("is quantised already; give the FP32 network");
            }
            model.unlistConstants(Set.copyOf(model.initializers().keySet()));
            Opset13.raise(model);
            Map<String, String> folded = FoldedConvolutions.fold(model);
            QuantNetwork network = new QuantNetwork(onnx, Sha256.of(source), model, target, folded);
            if (network.layers.stream().noneMatch(QuantLayer::isQuantisable)) {
                throw ModelsException.badInput(
                        "has no Conv, ConvTranspose, Gemm or MatMul with constant FP32 weights that"
                                + " could become INT8; use it as it is");
            }
            return network;
        } catch (InvalidProtocolBufferException e) {
            throw damaged(onnx, e);
        } catch (IOException e) {
            throw ModelsException.storage(onnx + " cannot be read", e);
        } catch (ModelsException e) {
            throw e.getMessage().startsWith(onnx.toString())
                    ? e
                    : new ModelsException(e.kind(), onnx + ": " + e.getMessage(), e);
        }
    }

    private static ModelsException damaged(Path onnx, InvalidProtocolBufferException e) {
        return new ModelsException(ModelsException.Kind.BAD_INPUT, onnx + " is damaged (" + e.getMessage() + ")", e);
    }

    /** @return layers with weights, in the file's order; some may have an obstacle */
    public List<QuantLayer> layers() {
        return layers;
    }

    /** @return SHA-256 of the file that was read, hex */
    public String sourceSha256() {
        return sourceSha256;
    }

    /** @return what it is written for */
    public QuantTarget target() {
        return target;
    }

    /** @return names of the tensors whose ranges a quantisation may need, inputs and outputs of the network among them */
    public Set<String> tensors() {
        return tensors;
    }

    /**
     * Layers by the names of their nodes, of the tensors that they make, or of nodes that were folded into them.
     *
     * @param names to look up
     * @return the layers
     * @throws ModelsException of kind BAD_INPUT when one is no layer
     */
    public Set<QuantLayer> layersOf(Collection<String> names) throws ModelsException {
        Set<QuantLayer> found = new LinkedHashSet<>();
        for (String name : names) {
            String now = folded.getOrDefault(name, name);
            QuantLayer layer = layers.stream()
                    .filter(l -> l.node().equals(now) || l.output().equals(now))
                    .findFirst()
                    .orElseThrow(() -> ModelsException.badInput(file + ": '" + name
                            + "' is no layer with weights; layers are "
                            + layers.stream().map(QuantLayer::node).collect(Collectors.joining(", "))));
            found.add(layer);
        }
        return found;
    }

    /**
     * The FP32 network with more outputs.
     *
     * @param more tensors between its nodes
     * @return an ONNX file; its own outputs come first
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public byte[] exposing(Collection<String> more) throws ModelsException {
        return NodeOutputs.exposing(file, bytes, more);
    }

    /**
     * Writes the network with some layers quantised.
     *
     * @param quantised of {@link #layers()}, without obstacles; each one's input has a range
     * @param ranges by tensor; one without a range stays a float
     * @return an ONNX file
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public byte[] write(Set<QuantLayer> quantised, Map<String, ValueRange> ranges) throws ModelsException {
        try {
            OnnxModel model = OnnxModel.parse(bytes);
            List<WeightedNode> chosen = new ArrayList<>();
            List<String> stayed = new ArrayList<>();
            for (WeightedNode layer : WeightedNode.of(model, GraphLinks.of(model), target)) {
                if (quantised.contains(layer.layer())) {
                    chosen.add(layer);
                } else {
                    stayed.add(layer.layer().node());
                }
            }
            QuantWriter.write(model, chosen, target, ranges);
            model.setMetadata(SOURCE_KEY, sourceSha256);
            model.setMetadata(TARGET_KEY, target.word());
            model.setMetadata(STAYED_KEY, String.join(", ", stayed));
            return model.toBytes();
        } catch (InvalidProtocolBufferException e) {
            throw damaged(file, e);
        }
    }

    /**
     * Writes the network with some layers quantised and as much of the others as FP16 can hold as halves; what touches a
     * quantised part stays FP32, and so do the network's inputs and outputs.
     *
     * @param quantised as for {@link #write}
     * @param ranges as for {@link #write}
     * @param kept of the others: these stay FP32
     * @return an ONNX file; the same as {@link #write} gives where nothing can turn
     * @throws ModelsException of kind BAD_INPUT when the file is damaged
     */
    public byte[] writeHalved(Set<QuantLayer> quantised, Map<String, ValueRange> ranges, Set<QuantLayer> kept)
            throws ModelsException {
        byte[] written = write(quantised, ranges);
        String[] islands = kept.stream().map(QuantLayer::output).toArray(String[]::new);
        return HalfPrecision.asFarAsItGoes(written, Islands.ofNodes(islands));
    }
}
