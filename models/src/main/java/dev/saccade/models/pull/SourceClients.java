package dev.saccade.models.pull;

import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.AssetSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Gets an asset's files from a source into a directory, unverified; hashing them is the caller's. */
final class SourceClients {
    /**
     * Limits of time.
     *
     * @param client of one run of npm or apt-get
     * @param connect of a connection
     * @param stall without a byte
     */
    record Limits(Duration client, Duration connect, Duration stall) {
        static final Limits USUAL = new Limits(Duration.ofMinutes(10), Duration.ofSeconds(15), Duration.ofSeconds(30));
    }

    private final ClientProcess client;
    private final Limits limits;

    SourceClients(Map<String, String> environment, Limits limits) {
        this.client = new ClientProcess(environment);
        this.limits = limits;
    }

    /** Hears of bytes while fetching and while unpacking. */
    interface Ear {
        void fetched(long bytes, long total);

        void unpacked(long bytes, long total);
    }

    void fetch(Asset asset, AssetSource source, Path work, Path into, Ear ear) throws Refusal, IOException {
        if (source instanceof AssetSource.Npm npm) {
            fetchNpm(npm, work, into, ear);
        } else if (source instanceof AssetSource.Debian debian) {
            fetchDebian(debian, work, into, ear);
        } else if (source instanceof AssetSource.Https https) {
            new HttpsClient(limits).fetch(asset, https, into, ear);
        } else if (source instanceof AssetSource.Shipped shipped) {
            copy(shipped, into);
        }
    }

    private static void copy(AssetSource.Shipped shipped, Path into) throws Refusal, IOException {
        for (Map.Entry<String, String> file : shipped.resources().entrySet()) {
            try (InputStream in = SourceClients.class.getResourceAsStream(file.getValue())) {
                if (in == null) {
                    throw new Refusal(file.getValue() + " is missing from this installation; build Saccade again");
                }
                Files.copy(in, into.resolve(file.getKey()));
            }
        }
    }

    /** Unpacks an archive that is already here. */
    void unpack(AssetSource source, Path archive, Path into, Ear ear) throws Refusal, IOException {
        long total = Files.size(archive);
        try {
            if (source instanceof AssetSource.Npm npm) {
                new ArchiveReader(npm.entries(), into).readTarball(archive, n -> ear.unpacked(n, total));
            } else if (source instanceof AssetSource.Debian debian) {
                unpackDebian(debian, archive, into, ear);
            }
        } catch (IOException e) {
            throw new Refusal(archive.getFileName() + " cannot be unpacked: " + e.getMessage(), e);
        }
    }

    private void fetchNpm(AssetSource.Npm npm, Path work, Path into, Ear ear) throws Refusal, IOException {
        ClientProcess.Tick tick = () -> ear.fetched(Trees.size(work), npm.size());
        client.run(
                work,
                limits.client(),
                tick,
                List.of(
                        "npm",
                        "pack",
                        npm.spec(),
                        "--ignore-scripts",
                        "--loglevel=error",
                        "--no-update-notifier",
                        "--fetch-retries=1",
                        "--fetch-retry-mintimeout=1000",
                        "--fetch-timeout=60000"));
        Path tarball = fetched(work, ".tgz");
        String got = Sha256.of(tarball);
        if (!got.equals(npm.sha256())) {
            throw Refusal.hash(tarball.getFileName().toString(), npm.sha256(), got);
        }
        unpack(npm, tarball, into, ear);
    }

    private void fetchDebian(AssetSource.Debian debian, Path work, Path into, Ear ear) throws Refusal, IOException {
        ClientProcess.Tick tick = () -> ear.fetched(Trees.size(work), debian.size());
        List<String> download = List.of("apt-get", "-q", "-o", "Acquire::Retries=1", "-o", "Acquire::http::Timeout=30");
        try {
            client.run(work, limits.client(), tick, with(download, List.of("download", debian.packageName())));
        } catch (Refusal noLists) {
            if (client.find("apt-get").isEmpty()) {
                throw noLists;
            }
            // A machine without package lists: fetch them into the work directory, which needs no privilege.
            Files.createDirectories(work.resolve("lists/partial"));
            Files.createDirectories(work.resolve("archives/partial"));
            List<String> own = with(
                    download,
                    List.of(
                            "-o", "Dir::State=" + work,
                            "-o", "Dir::State::lists=" + work.resolve("lists"),
                            "-o", "Dir::State::status=/var/lib/dpkg/status",
                            "-o", "Dir::Cache=" + work));
            client.run(work, limits.client(), tick, with(own, List.of("update")));
            client.run(work, limits.client(), tick, with(own, List.of("download", debian.packageName())));
        }
        unpack(debian, fetched(work, ".deb"), into, ear);
    }

    private void unpackDebian(AssetSource.Debian debian, Path archive, Path into, Ear ear) throws Refusal, IOException {
        long total = Files.size(archive);
        try {
            new ArchiveReader(debian.entries(), into).readDebian(archive, n -> ear.unpacked(n, total));
        } catch (ArchiveReader.ZstdException e) {
            if (client.find("dpkg-deb").isEmpty()) {
                throw new Refusal("its data is compressed with zstd and dpkg-deb is not installed", e);
            }
            Path work = Files.createDirectories(into.resolveSibling("unpacked"));
            client.run(
                    work,
                    limits.client(),
                    () -> ear.unpacked(0, -1),
                    List.of("dpkg-deb", "--extract", archive.toAbsolutePath().toString(), work.toString()));
            for (Map.Entry<String, String> entry : debian.entries().entrySet()) {
                Path file = work.resolve(entry.getValue());
                if (Files.isRegularFile(file)) {
                    Files.move(file, into.resolve(entry.getKey()));
                }
            }
        }
    }

    private static Path fetched(Path work, String ending) throws Refusal, IOException {
        return Trees.list(work).stream()
                .filter(file -> file.toString().endsWith(ending))
                .findFirst()
                .orElseThrow(() -> new Refusal("the client ended well but left no " + ending + " file"));
    }

    private static List<String> with(List<String> head, List<String> tail) {
        List<String> all = new java.util.ArrayList<>(head);
        all.addAll(tail);
        return all;
    }
}
