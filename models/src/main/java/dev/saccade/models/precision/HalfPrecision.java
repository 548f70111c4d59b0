package dev.saccade.models.precision;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.pull.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Collectors;

/**
 * Makes an FP16 network out of an FP32 one. The result is strongly typed: each tensor's type is written in the graph, so
 * that every back end computes in the precision that the graph says. Nodes that must stay FP32 do ({@link DefaultIslands},
 * {@link Islands}), with Cast nodes at the borders. Quantised parts, FP16 and FP8 parts, inner graphs and operators of other
 * domains stay as they are. Stateless; any thread may use it.
 */
public final class HalfPrecision {
    /** Metadata key: SHA-256 of the FP32 file. */
    public static final String SOURCE_KEY = "saccade.fp16.source-sha256";

    /** Metadata key: islands by request. */
    public static final String ISLANDS_KEY = "saccade.fp16.islands";

    /** Metadata key: every node that stayed FP32. */
    public static final String STAYED_KEY = "saccade.fp16.fp32-nodes";

    private HalfPrecision() {}

    /**
     * Converts a file, its inputs and outputs left FP32.
     *
     * @param in ONNX file of opset 11 or newer, its weights inside
     * @param out file to write; appears whole or not at all, and replaces what is there
     * @param islands what stays FP32 by request
     * @return what was done
     * @throws ModelsException of kind BAD_INPUT when the file is refused or an island is not in it, STORAGE when a file
     *     cannot be read or written
     */
    public static ConversionReport convert(Path in, Path out, Islands islands) throws ModelsException {
        return convert(in, out, islands, Ports.FP32);
    }

    /**
     * Converts a file.
     *
     * @param in ONNX file of opset 11 or newer, its weights inside
     * @param out file to write; appears whole or not at all, and replaces what is there
     * @param islands what stays FP32 by request
     * @param ports type of inputs and outputs
     * @return what was done
     * @throws ModelsException of kind BAD_INPUT when the file is refused or an island is not in it, STORAGE when a file
     *     cannot be read or written
     */
    public static ConversionReport convert(Path in, Path out, Islands islands, Ports ports) throws ModelsException {
        Converted converted = converted(in, islands, ports);
        write(out, converted.file());
        return converted.report();
    }

    /**
     * Converts a file and keeps nothing: whether {@link #convert(Path, Path, Islands)} takes it.
     *
     * @param in ONNX file of opset 11 or newer, its weights inside
     * @param islands what stays FP32 by request
     * @throws ModelsException of kind BAD_INPUT when the file is refused or an island is not in it, STORAGE when it cannot
     *     be read
     */
    public static void check(Path in, Islands islands) throws ModelsException {
        converted(in, islands, Ports.FP32);
    }

    private static Converted converted(Path in, Islands islands, Ports ports) throws ModelsException {
        try {
            return convert(OnnxBytes.read(in), islands, ports);
        } catch (IOException e) {
            throw ModelsException.storage(in + " cannot be read", e);
        } catch (ModelsException e) {
            throw new ModelsException(e.kind(), in + ": " + e.getMessage(), e);
        }
    }

    /**
     * A converted network.
     *
     * @param file bytes of the ONNX file
     * @param report what was done
     */
    record Converted(byte[] file, ConversionReport report) {}

    static Converted convert(byte[] source, Islands islands, Ports ports) throws ModelsException {
        try {
            OnnxModel model = OnnxModel.parse(source);
            int nodes = model.nodes().size();
            HalfPlan plan = HalfPlan.of(model, islands);
            if (plan.halfNodes() == 0) {
                throw ModelsException.badInput("has no node that could turn from FP32 to FP16 ("
                        + plan.islands().size() + " must stay FP32); use it as it is");
            }
            HalfRewriter.Casts casts = HalfRewriter.rewrite(model, plan, ports);
            String sourceSha = Sha256.of(source);
            model.setMetadata(SOURCE_KEY, sourceSha);
            model.setMetadata(ISLANDS_KEY, islands.toString());
            model.setMetadata(
                    STAYED_KEY, plan.islands().stream().map(Island::node).collect(Collectors.joining(", ")));
            byte[] file = model.toBytes();
            ConversionReport report = new ConversionReport(
                    sourceSha,
                    Sha256.of(file),
                    nodes,
                    plan.halfNodes(),
                    plan.islands(),
                    casts.castsAdded(),
                    casts.castsRemoved(),
                    plan.weights().stream().filter(WeightChange::isNotable).toList());
            return new Converted(file, report);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, "is damaged (" + e.getMessage() + ")", e);
        }
    }

    /** Converts a network; the same bytes where nothing can turn. */
    static byte[] asFarAsItGoes(byte[] source, Islands islands) throws ModelsException {
        try {
            boolean isVain = HalfPlan.of(OnnxModel.parse(source), islands).halfNodes() == 0;
            return isVain ? source : convert(source, islands, Ports.FP32).file();
        } catch (InvalidProtocolBufferException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, "is damaged (" + e.getMessage() + ")", e);
        }
    }

    private static void write(Path out, byte[] file) throws ModelsException {
        Path target = out.toAbsolutePath();
        try {
            Path part = target.resolveSibling(
                    "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".part");
            try {
                Files.write(part, file);
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(part);
            }
        } catch (IOException e) {
            throw ModelsException.storage(out + " cannot be written", e);
        }
    }
}
