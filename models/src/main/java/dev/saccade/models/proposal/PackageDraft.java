package dev.saccade.models.proposal;

import dev.saccade.engine.Backend;
import dev.saccade.engine.EngineException;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.ModelPackages;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.assembly.PackageAssembler;
import dev.saccade.models.pull.Trees;
import dev.saccade.vision.Perceivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A package that is being imported, beside the place where it will appear as a whole. Closing an unpublished one removes it. */
public final class PackageDraft implements AutoCloseable {
    private final Path place;
    private final Path draft;

    private PackageDraft(Path place, Path draft) {
        this.place = place;
        this.draft = draft;
    }

    /**
     * Copies the ONNX file into a draft.
     *
     * @param onnx a file that was proposed for
     * @param directory the package to make; must not exist, or be empty
     * @return the draft, owned by the caller
     * @throws ModelsException of kind USAGE for an existing package, STORAGE when nothing can be written
     */
    public static PackageDraft of(Path onnx, Path directory) throws ModelsException {
        Path place = directory.toAbsolutePath().normalize();
        Path draft = null;
        try {
            if (Files.exists(place) && !(Files.isDirectory(place) && isEmpty(place))) {
                throw new ModelsException(
                        ModelsException.Kind.USAGE, directory + " exists and is not empty; name another with --out");
            }
            draft = Trees.draft(place);
            Files.copy(onnx, draft.resolve(PackageAssembler.MODEL));
            return new PackageDraft(place, draft);
        } catch (IOException e) {
            remove(draft);
            throw ModelsException.storage(directory + " cannot be written", e);
        }
    }

    private static boolean isEmpty(Path directory) throws IOException {
        try (var entries = Files.list(directory)) {
            return entries.findAny().isEmpty();
        }
    }

    /**
     * Writes the proposal into the draft and reads it as any package.
     *
     * @param proposal complete
     * @return the package, as it lies in the draft
     * @throws ModelsException when it is not a sound package: a key that was given is wrong, or nothing can be written
     */
    public ModelPackage write(ImportProposal proposal) throws ModelsException {
        try {
            Files.writeString(draft.resolve(PackageAssembler.DESCRIPTION), proposal.description());
            if (!proposal.labels().isEmpty()) {
                Files.writeString(draft.resolve(PackageAssembler.LABELS), String.join("\n", proposal.labels()) + "\n");
            }
            return ModelPackages.read(draft);
        } catch (PackageException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, placed(e.getMessage()), e);
        } catch (IOException e) {
            throw ModelsException.storage(place + " cannot be written", e);
        }
    }

    /**
     * Loads the written package once on the CPU, outputs and labels met with the decoder.
     *
     * @param model what {@link #write} gave
     * @throws ModelsException when they do not fit
     */
    public void check(ModelPackage model) throws ModelsException {
        try {
            Perceivers.load(model, Backend.CPU, Perceivers.options()).close();
        } catch (PackageException | EngineException e) {
            throw new ModelsException(ModelsException.Kind.BAD_INPUT, placed(e.getMessage()), e);
        }
    }

    /** A message about the draft, told about the place. */
    private String placed(String message) {
        return message.replace(draft.toString(), place.toString());
    }

    /**
     * Puts the package in its place, in one step.
     *
     * @throws ModelsException when that fails; nothing is then there
     */
    public void publish() throws ModelsException {
        try {
            Trees.publish(draft, place);
        } catch (IOException e) {
            throw ModelsException.storage(place + " cannot be written", e);
        }
    }

    /** Removes what was not published. Idempotent. */
    @Override
    public void close() {
        remove(draft);
    }

    private static void remove(Path draft) {
        if (draft != null) {
            try {
                Trees.delete(draft);
            } catch (IOException e) {
                // What cannot be removed is hidden beside the place and harmless; the command's own outcome matters.
                draft.toFile().deleteOnExit();
            }
        }
    }
}
