package dev.saccade.cli;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import java.util.Map;

/** One word of {@code --precision}: makes the package of that precision out of another. */
interface PrecisionStep {
    /** As the user writes it. */
    String word();

    /** Refuses what {@link #of} refuses, as far as that can be told without work, and writes nothing. */
    void check(ModelPackage model) throws ModelsException, PackageException;

    /** The package of this precision: the same one, or another that was made of it, in the user's cache. */
    Made of(ModelPackage model, CompileMeter meter) throws Exception;

    /**
     * A package.
     *
     * @param quantisation what a version's record tells of it; null when it was not quantised
     */
    record Made(ModelPackage model, Map<String, Object> quantisation) {}

    /** The step for a word; null when there is none. */
    static PrecisionStep named(String word, CompileOptions options) {
        return switch (word) {
            case "fp32" -> new AsItIs();
            case "fp16" -> new Halved(new HalvedPackage(options.cache(), options.keepFp32));
            case "int8" -> new Quantised(new QuantisedPackage(options));
            default -> null;
        };
    }

    /** The package as it is. */
    record AsItIs() implements PrecisionStep {
        @Override
        public String word() {
            return "fp32";
        }

        @Override
        public void check(ModelPackage model) {
            // A package that was read is one that can be compiled as it is, or the builder says why not.
        }

        @Override
        public Made of(ModelPackage model, CompileMeter meter) {
            return new Made(model, null);
        }
    }

    /** An FP16 package of an FP32 one. */
    record Halved(HalvedPackage halved) implements PrecisionStep {
        @Override
        public String word() {
            return "fp16";
        }

        @Override
        public void check(ModelPackage model) throws ModelsException {
            halved.check(model);
        }

        @Override
        public Made of(ModelPackage model, CompileMeter meter) throws ModelsException, PackageException {
            return new Made(ModelPackages.read(halved.of(model)), null);
        }
    }

    /** An INT8 package of an FP32 one. */
    record Quantised(QuantisedPackage quantised) implements PrecisionStep {
        @Override
        public String word() {
            return "int8";
        }

        @Override
        public void check(ModelPackage model) throws ModelsException {
            quantised.check(model);
        }

        @Override
        public Made of(ModelPackage model, CompileMeter meter) throws Exception {
            QuantisedPackage.Made made = quantised.of(model, meter);
            return new Made(ModelPackages.read(made.package8()), made.record());
        }
    }
}
