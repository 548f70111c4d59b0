package dev.saccade.cli;

import dev.saccade.cli.repository.VersionSource;
import dev.saccade.model.ModelPackage;
import dev.saccade.model.PackageException;
import dev.saccade.models.ModelStore;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.StoredVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/** Turns what the user named into files: a path that exists wins, then the catalogue, pulled on first use. */
final class Assets {
    private static final String FILE_SCHEME = "file:";

    private final TrustedModels trusted;
    private final PullMeter meter;
    private ModelStore store;

    /** Versions of the usual repository, trusted by the usual store. */
    Assets(Terminal terminal) {
        this(terminal, new VersionOptions());
    }

    Assets(Terminal terminal, VersionSource versions) {
        meter = new PullMeter(terminal);
        trusted = new TrustedModels(versions);
    }

    /** A source URI whose file exists here, or the URI as it stands. Null means the catalogue's default clip. */
    String source(String uri) throws ModelsException, CommandException {
        String wanted = uri == null ? FILE_SCHEME + store().catalogue().defaultClip() : uri;
        boolean isFile = wanted.toLowerCase(Locale.ROOT).startsWith(FILE_SCHEME);
        if (!isFile && wanted.indexOf(':') > 1) {
            return wanted;
        }
        String rest = isFile ? wanted.substring(FILE_SCHEME.length()) : wanted;
        int question = rest.lastIndexOf('?');
        String name = question < 0 ? rest : rest.substring(0, question);
        String options = question < 0 ? "" : rest.substring(question);
        Optional<Path> file = guided(() -> store().resolveFile(name, meter));
        return FILE_SCHEME + file.map(Path::toString).orElse(name) + options;
    }

    /**
     * A package directory: one that exists, a version of the repository that may serve here, or one of the catalogue.
     * Null means the catalogue's default model.
     */
    Path model(String name) throws ModelsException, PackageException, CommandException {
        String wanted = name == null ? store().catalogue().defaultModel() : name;
        if (!Files.isDirectory(Path.of(wanted))) {
            Optional<Path> version = trusted.find(wanted);
            if (version.isPresent()) {
                return version.get();
            }
        }
        return trusted.plain(guided(() -> store().resolveModel(wanted, meter)));
    }

    /** The package of {@link #model}, read; what was checked of a version is what was read. */
    ModelPackage read(String name) throws ModelsException, PackageException, CommandException {
        return trusted.read(model(name));
    }

    /** How far the model that was asked for last is trusted, in words. */
    String trust() {
        return trusted.text();
    }

    /** The version of the model that was asked for last; empty for a plain package. */
    Optional<StoredVersion> version() {
        return trusted.version();
    }

    /** A model of the catalogue itself, whatever the repository holds under its name; pulled on first use. */
    Path pulled(String name) throws ModelsException, CommandException {
        return guided(() -> store().resolveModel(name, meter));
    }

    /** A package directory that is on this machine; empty for a model of the catalogue that was not pulled yet. */
    Optional<Path> modelHere(String nameOrPath) throws ModelsException {
        return store().findModel(nameOrPath);
    }

    private ModelStore store() throws ModelsException {
        if (store == null) {
            store = ModelStore.open();
        }
        return store;
    }

    /** Without any source for an asset, the message leads to what works without network. */
    private static <T> T guided(Pull<T> pull) throws ModelsException, CommandException {
        try {
            return pull.call();
        } catch (ModelsException e) {
            if (e.kind() == ModelsException.Kind.NO_SOURCE) {
                throw new CommandException(
                        ExitCode.NO_DEVICE,
                        e.getMessage()
                                + "; or run without network: saccade run --source synthetic: --model path/to/package",
                        e);
            }
            throw e;
        }
    }

    @FunctionalInterface
    private interface Pull<T> {
        T call() throws ModelsException;
    }
}
