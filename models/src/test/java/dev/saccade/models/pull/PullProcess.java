package dev.saccade.models.pull;

import dev.saccade.models.PullProgress;
import dev.saccade.models.catalogue.Catalogue;
import dev.saccade.models.catalogue.CatalogueReader;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** Pulls in a process of its own, which a test can kill. Arguments: catalogue file, cache directory. */
public final class PullProcess {
    private PullProcess() {}

    public static void main(String[] arguments) throws Exception {
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            Catalogue catalogue = CatalogueReader.read(in, "test.yaml", "/none/");
            SourceClients.Limits patient =
                    new SourceClients.Limits(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(5));
            AssetPuller puller = new AssetPuller(catalogue, new AssetCache(Path.of(arguments[1])), Map.of(), patient);
            System.out.println(puller.pull(catalogue.get("thing"), PullProgress.SILENT));
        }
    }

    static Process start(Path catalogue, Path cache) throws java.io.IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xshare:auto",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PullProcess.class.getName(),
                        catalogue.toString(),
                        cache.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }
}
