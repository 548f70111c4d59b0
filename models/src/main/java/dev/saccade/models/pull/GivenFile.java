package dev.saccade.models.pull;

import dev.saccade.models.assembly.PackageAssembler;
import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.AssetFile;
import dev.saccade.models.catalogue.AssetSource;
import dev.saccade.models.catalogue.PackageRecipe;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;

/** A file that the user supplies for an asset: an archive, one of the asset's files, or the finished model. */
final class GivenFile {
    private final Asset asset;
    private final Path given;
    private final SourceClients clients;

    GivenFile(Asset asset, Path given, SourceClients clients) {
        this.asset = asset;
        this.given = given;
        this.clients = clients;
    }

    /** How to supply an asset by hand, on one line. */
    static String instructions(Asset asset) {
        String archives = asset.sources().stream()
                .map(source -> {
                    if (source instanceof AssetSource.Npm npm) {
                        return " or the tarball of 'npm pack " + npm.spec() + "'";
                    }
                    return source instanceof AssetSource.Debian debian
                            ? " or the .deb of 'apt-get download " + debian.packageName() + "'"
                            : "";
                })
                .collect(Collectors.joining());
        String files = asset.files().stream().map(AssetFile::name).collect(Collectors.joining(" beside "));
        return "saccade models pull " + asset.name() + " --from FILE, where FILE is " + files + archives;
    }

    /** Puts verified files into a directory. */
    void collect(Path into, SourceClients.Ear ear) throws Refusal, IOException {
        if (startsWith(0x1f, 0x8b)) {
            unpack(AssetSource.Npm.class, into, ear);
        } else if (startsWith('!', '<', 'a', 'r', 'c', 'h', '>')) {
            unpack(AssetSource.Debian.class, into, ear);
        } else {
            copy(into);
        }
    }

    private void unpack(Class<? extends AssetSource> kind, Path into, SourceClients.Ear ear)
            throws Refusal, IOException {
        AssetSource source = asset.sources().stream()
                .filter(kind::isInstance)
                .findFirst()
                .orElseThrow(() -> new Refusal(
                        "no source of " + asset.name() + " is an archive of this kind; " + instructions(asset)));
        clients.unpack(source, given, into, ear);
        AssetPuller.verify(asset, into);
    }

    private void copy(Path into) throws Refusal, IOException {
        String got = Sha256.of(given);
        PackageRecipe recipe = asset.recipe().orElse(null);
        if (recipe != null && got.equals(recipe.model().sha256())) {
            if (recipe.labels() instanceof PackageRecipe.Labels.InScript script) {
                throw new Refusal(
                        "is the finished model, but its labels are in " + script.file() + "; " + instructions(asset));
            }
            Files.copy(given, into.resolve(PackageAssembler.MODEL));
            return;
        }
        AssetFile same = asset.files().stream()
                .filter(file -> file.sha256().equals(got))
                .findFirst()
                .orElseThrow(() -> new Refusal("is no file of " + asset.name() + ": it has sha256 " + got
                        + ", expected "
                        + asset.files().stream()
                                .map(file -> file.sha256() + " (" + file.name() + ")")
                                .collect(Collectors.joining(" or "))
                        + "; " + instructions(asset)));
        Files.copy(given, into.resolve(same.name()));
        for (AssetFile file : asset.files()) {
            Path beside = given.resolveSibling(file.name());
            if (!file.equals(same) && Files.isRegularFile(beside)) {
                Files.copy(beside, into.resolve(file.name()));
            }
        }
        AssetPuller.verify(asset, into);
    }

    private boolean startsWith(int... bytes) throws IOException {
        byte[] mark = new byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            mark[i] = (byte) bytes[i];
        }
        try (InputStream in = Files.newInputStream(given)) {
            return Arrays.equals(in.readNBytes(mark.length), mark);
        }
    }
}
