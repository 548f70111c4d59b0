package dev.saccade.models.precision;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.tensor.TensorType;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Converts a whole model package to FP16: the network, its description, its labels. Stateless; any thread may use it. */
public final class HalfPackage {
    /** What a converted package's name ends with. */
    public static final String SUFFIX = "-fp16";

    private HalfPackage() {}

    /**
     * Converts a package into a new directory, which appears whole or not at all. The new name is the old one with
     * {@value #SUFFIX}; the provenance gains what was converted and how; comments of model.yaml are not kept.
     *
     * @param from package directory
     * @param to directory to make; must not exist, or be empty
     * @param islands what stays FP32 by request
     * @param ports type of inputs and outputs; FP16 needs an input that is fp32 in model.yaml
     * @return what was done
     * @throws ModelsException of kind USAGE for an existing target or ports that do not go with the package, BAD_INPUT
     *     when the package or its network is refused, STORAGE when a file cannot be read or written
     */
    public static ConversionReport convert(Path from, Path to, Islands islands, Ports ports) throws ModelsException {
        DerivedPackage.requireFree(to);
        try {
            ModelPackage model = ModelPackages.read(from);
            if (ports == Ports.FP16 && model.input().type() != TensorType.FLOAT32) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE,
                        from + ": input.type is " + model.input().type() + ", not fp32, and cannot become fp16; leave"
                                + " the inputs and outputs as they are");
            }
            ConversionReport[] report = new ConversionReport[1];
            DerivedPackage.publish(model, to, SUFFIX, onnx -> {
                report[0] = HalfPrecision.convert(model.model(), onnx, islands, ports);
                return new DerivedPackage.Made(
                        ports == Ports.FP16 ? "fp16" : null, provenance(model, islands, report[0]));
            });
            return report[0];
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, e.getMessage(), e);
        }
    }

    private static Map<String, String> provenance(ModelPackage model, Islands islands, ConversionReport report) {
        Map<String, String> provenance = new LinkedHashMap<>();
        provenance.put("sha256", report.sha256());
        provenance.put("fp16-from", model.name());
        provenance.put("fp16-from-sha256", report.sourceSha256());
        provenance.put("fp16-nodes", report.converted() + " of " + report.nodes());
        provenance.put("fp16-islands", islands.toString());
        return provenance;
    }
}
