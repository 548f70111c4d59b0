package dev.saccade.cli;

import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;

/** One word of {@code --precision}: makes the package of that precision out of another. */
interface PrecisionStep {
    /** As the user writes it. */
    String word();

    /** Refuses what {@link #of} refuses, as far as that can be told without work, and writes nothing. */
    void check(ModelPackage model) throws ModelsException, PackageException;

    /** The package of this precision: the same one, or another that was made of it, in the user's cache. */
    ModelPackage of(ModelPackage model) throws ModelsException, PackageException;

    /** The step for a word; null when there is none. */
    static PrecisionStep named(String word, CompileOptions options) {
        return switch (word) {
            case "fp32" -> new AsItIs();
            case "fp16" -> new Halved(new HalvedPackage(options.cache(), options.keepFp32));
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
        public ModelPackage of(ModelPackage model) {
            return model;
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
        public ModelPackage of(ModelPackage model) throws ModelsException, PackageException {
            return ModelPackages.read(halved.of(model));
        }
    }
}
