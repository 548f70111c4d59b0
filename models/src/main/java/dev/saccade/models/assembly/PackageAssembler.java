package dev.saccade.models.assembly;

import dev.saccade.models.ModelsException;
import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.Catalogue;
import dev.saccade.models.catalogue.PackageRecipe;
import dev.saccade.models.onnx.ImportRequest;
import dev.saccade.models.pull.Sha256;
import dev.saccade.models.tfjs.TfjsImporter;
import dev.saccade.models.tflite.TfliteImporter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Follows a recipe: verified files in, model.yaml, model.onnx and labels.txt out. */
public final class PackageAssembler {
    /** Name of the model in a package. */
    public static final String MODEL = "model.onnx";

    /** Name of the labels in a package. */
    public static final String LABELS = "labels.txt";

    /** Name of the description in a package. */
    public static final String DESCRIPTION = "model.yaml";

    private PackageAssembler() {}

    /**
     * The description that a catalogue keeps for a model.
     *
     * @param catalogue that holds the asset
     * @param asset a model
     * @return text of model.yaml
     * @throws ModelsException when the installation lacks it
     */
    public static String description(Catalogue catalogue, Asset asset) throws ModelsException {
        return shelved(catalogue, asset, DESCRIPTION);
    }

    /**
     * Makes the package of a model.
     *
     * @param catalogue that holds the asset
     * @param asset a model
     * @param files directory of the asset's verified files; a model.onnx in it is taken instead of converting
     * @param into existing directory that gets the three files
     * @throws ModelsException when a file is not what the importer expects, or the result not what the catalogue says
     * @throws IOException when a file cannot be read or written
     */
    public static void assemble(Catalogue catalogue, Asset asset, Path files, Path into)
            throws ModelsException, IOException {
        PackageRecipe recipe = asset.recipe().orElseThrow();
        byte[] onnx =
                Files.exists(files.resolve(MODEL)) ? Files.readAllBytes(files.resolve(MODEL)) : model(recipe, files);
        check(asset, MODEL, recipe.model().sha256(), onnx);
        byte[] labels = labels(catalogue, asset, recipe.labels(), files).getBytes(StandardCharsets.UTF_8);
        check(asset, LABELS, recipe.labelsSha256(), labels);
        Files.write(into.resolve(MODEL), onnx);
        Files.write(into.resolve(LABELS), labels);
        Files.writeString(into.resolve(DESCRIPTION), description(catalogue, asset));
    }

    private static byte[] model(PackageRecipe recipe, Path files) throws ModelsException, IOException {
        Path file = files.resolve(recipe.from());
        ImportRequest request = new ImportRequest(recipe.inputSize(), recipe.outputs());
        return switch (recipe.format()) {
            case ONNX -> Files.readAllBytes(file);
            case TFJS -> TfjsImporter.read(file, request).onnx();
            case TFLITE -> TfliteImporter.read(file, request).onnx();
        };
    }

    private static String labels(Catalogue catalogue, Asset asset, PackageRecipe.Labels labels, Path files)
            throws ModelsException, IOException {
        if (labels instanceof PackageRecipe.Labels.InScript script) {
            return ScriptLabels.read(files.resolve(script.file()), script);
        }
        return shelved(catalogue, asset, LABELS);
    }

    private static void check(Asset asset, String file, String expected, byte[] bytes) throws ModelsException {
        String got = Sha256.of(bytes);
        if (!got.equals(expected)) {
            throw ModelsException.badInput(asset.name() + ": the " + file + " that was made has sha256 " + got
                    + ", the catalogue says " + expected + "; this build's importer and catalogue do not match");
        }
    }

    private static String shelved(Catalogue catalogue, Asset asset, String file) throws ModelsException {
        String resource = catalogue.zoo() + asset.name() + "/" + file;
        try (InputStream in = PackageAssembler.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw ModelsException.badInput(asset.name() + ": " + resource + " is missing from this installation");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ModelsException(ModelsException.Kind.STORAGE, resource + " cannot be read: " + e, e);
        }
    }
}
