package dev.saccade.cli.repository;

import dev.saccade.model.PackageException;
import dev.saccade.models.ModelsException;
import dev.saccade.models.repository.ModelRepository;
import dev.saccade.models.repository.Reference;
import dev.saccade.models.repository.Signer;
import dev.saccade.models.repository.StoredVersion;
import dev.saccade.trust.TrustStore;
import dev.saccade.trust.TrustedKey;
import dev.saccade.trust.VersionCheck;
import dev.saccade.trust.VersionSignature;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade models sign}: replaces the signature of a version. */
@Command(
        name = "sign",
        description = "Sign a version with a private key, in place of the signature that it has.",
        mixinStandardHelpOptions = true,
        footer = {"", "Example:", "  saccade models sign landing-pad@3 --key release.key"})
public final class SignCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private RepositoryOptions options;

    @Parameters(paramLabel = "NAME@N", description = "The version.")
    private String reference;

    @Option(names = "--key", paramLabel = "FILE", required = true, description = "The private key, its .pub beside it.")
    private Path key;

    @Override
    public Integer call() throws Exception {
        Signer signer = Signer.read(key);
        ModelRepository repository = options.repository();
        StoredVersion version = repository.resolve(Reference.of(reference));
        byte[] covered = VersionCheck.whole(version.directory());
        VersionSignature signature = signer.sign(covered);
        TrustStore trust = options.trust();
        requireUnforged(version, covered, trust);
        TrustedKey own = trust.find(signature.key()).orElse(null);
        if (own != null && own.revoked() != null) {
            throw ModelsException.badInput(key + ": this key was revoked (" + own.revoked()
                    + "), and no vehicle believes what it signs; sign with another");
        }
        repository.sign(version, signature);
        spec.commandLine().getOut().println(version + " is signed by key " + signature.key());
        return 0;
    }

    /** What somebody changed after it was signed must not get a good signature over it. */
    private static void requireUnforged(StoredVersion version, byte[] covered, TrustStore trust)
            throws ModelsException, PackageException {
        VersionSignature before = VersionSignature.read(version.directory());
        TrustedKey signed = before == null ? null : trust.find(before.key()).orElse(null);
        if (signed != null && !before.isOf(covered, signed.key())) {
            throw ModelsException.badInput(version + ": its manifest is not what " + signed.name()
                    + " signed: it was changed since; publish or pull it again rather than sign it");
        }
    }
}
