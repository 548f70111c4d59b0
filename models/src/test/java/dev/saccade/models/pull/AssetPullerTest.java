package dev.saccade.models.pull;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.saccade.models.ModelsException;
import dev.saccade.models.PullProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(120)
class AssetPullerTest {
    @TempDir
    Path directory;

    private PullFixture fixture;

    @BeforeEach
    void start() throws IOException {
        fixture = new PullFixture(directory);
    }

    @AfterEach
    void stop() {
        fixture.close();
    }

    private Path pull(String... sources) throws ModelsException {
        return fixture.puller(sources).pull(fixture.asset(sources), fixture.progress);
    }

    private void npmServes(byte[] tarball) throws IOException {
        Path served = Files.write(directory.resolve("served.tgz"), tarball);
        fixture.program("npm", "/bin/cp '" + served + "' thing-1.0.0.tgz");
    }

    private void assertHolds(Path place) throws IOException {
        assertThat(place.resolve("thing.bin")).hasBinaryContent(fixture.content);
        assertThat(Trees.list(fixture.cache().resolve("work"))).isEmpty();
    }

    @Test
    void shouldPullFromServerOnceAndThenFromCache() throws Exception {
        Path place = pull(fixture.https());
        assertHolds(place);
        assertThat(pull(fixture.https())).isEqualTo(place);
        assertThat(fixture.requests).hasValue(1);
    }

    @Test
    void shouldPullThroughNpm() throws Exception {
        npmServes(fixture.tarball());
        assertHolds(pull(fixture.npm(fixture.tarball())));
    }

    @Test
    void shouldPullThroughApt() throws Exception {
        Path served = Files.write(directory.resolve("served.deb"), fixture.deb());
        fixture.program("apt-get", "case \"$*\" in *download*) /bin/cp '" + served + "' thing-data_1_all.deb;; esac");
        assertHolds(pull(PullFixture.debian()));
    }

    @Test
    void shouldFetchListsWhenAptHasNone() throws Exception {
        Path served = Files.write(directory.resolve("served.deb"), fixture.deb());
        fixture.program(
                "apt-get",
                "case \"$*\" in *Dir::State*update*) : > updated;; *Dir::State*download*) test -e updated && /bin/cp '"
                        + served
                        + "' thing-data_1_all.deb;; *) echo 'E: Unable to locate package' >&2; exit 100;; esac");
        assertHolds(pull(PullFixture.debian()));
    }

    @Test
    void shouldTakeNextSourceAfterWrongHash() throws Exception {
        byte[] wrong = fixture.tarball();
        wrong[wrong.length / 2] ^= 1;
        npmServes(wrong);
        assertHolds(pull(fixture.npm(fixture.tarball()), fixture.https()));
        assertThat(fixture.notes)
                .anyMatch(line -> line.contains("npm thing@1.0.0")
                        && line.contains("expected sha256 " + Sha256.of(tarball()))
                        && line.contains("got " + Sha256.of(wrong)));
    }

    private byte[] tarball() {
        try {
            return fixture.tarball();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "WRONG,has the wrong hash: expected sha256",
        "MISSING,answered with status 404",
        "CUT,did not come",
        "STALL,stalled after",
        "ENDLESS,is longer than the 200000 bytes expected"
    })
    void shouldKeepNothingOfBadServer(PullFixture.Answer answer, String reason) throws Exception {
        fixture.answer(answer);
        assertThatThrownBy(() -> pull(fixture.https()))
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.NO_SOURCE))
                .hasMessageContaining(reason);
        assertThat(fixture.leftovers()).isEmpty();
        fixture.answer(PullFixture.Answer.RIGHT);
        assertHolds(pull(fixture.https()));
    }

    @Test
    void shouldSayWhatWasTriedAndHowToSupplyByHand() throws Exception {
        String address = fixture.https();
        fixture.close();
        assertThatThrownBy(() -> pull(fixture.npm(fixture.tarball()), PullFixture.debian(), address))
                .hasMessageContaining("npm is not installed (not on PATH)")
                .hasMessageContaining("apt-get is not installed (not on PATH)")
                .hasMessageContaining("thing.bin did not come")
                .hasMessageContaining("saccade models pull thing --from FILE, where FILE is thing.bin")
                .hasMessageNotContaining("\n");
        assertThat(fixture.leftovers()).isEmpty();
    }

    @Test
    void shouldReportOneLineOfFailingClient() throws Exception {
        fixture.program(
                "npm",
                "echo 'npm error code E404' >&2; echo 'npm error 404 Not Found - thing' >&2;"
                        + " echo 'npm error A complete log of this run' >&2; exit 1");
        assertThatThrownBy(() -> pull(fixture.npm(fixture.tarball())))
                .hasMessageContaining("npm failed with status 1: npm error 404 Not Found - thing)");
    }

    @Test
    void shouldGiveClientNoInput() throws Exception {
        Path served = Files.write(directory.resolve("served.tgz"), fixture.tarball());
        fixture.program("npm", "read answer; /bin/cp '" + served + "' thing-1.0.0.tgz");
        assertHolds(pull(fixture.npm(fixture.tarball())));
    }

    @Test
    void shouldStopClientThatHangs() throws Exception {
        Path pid = directory.resolve("pid");
        fixture.program(
                "npm", "echo $$ > '" + pid + ".new'; /bin/mv '" + pid + ".new' '" + pid + "'; exec /bin/sleep 600");
        SourceClients.Limits limits =
                new SourceClients.Limits(Duration.ofSeconds(2), Duration.ofSeconds(5), Duration.ofSeconds(5));
        String source = fixture.npm(fixture.tarball());
        AssetPuller puller = fixture.puller(limits, source);
        assertThatThrownBy(() -> puller.pull(fixture.asset(source), fixture.progress))
                .hasMessageContaining("npm was still running after 2 s and was stopped");
        long client = Long.parseLong(Files.readString(pid).strip());
        ProcessHandle.of(client).ifPresent(handle -> handle.onExit().join());
        assertThat(fixture.leftovers()).isEmpty();
    }

    @Test
    void shouldPullOnceForTwoThreads() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        Future<Path> one = threads.submit(() -> pull(fixture.https()));
        Future<Path> two = threads.submit(() -> pull(fixture.https()));
        assertThat(one.get()).isEqualTo(two.get());
        assertHolds(one.get());
        assertThat(fixture.requests).hasValue(1);
        threads.shutdown();
    }

    @Test
    void shouldPullOnceForTwoProcesses() throws Exception {
        fixture.answer(PullFixture.Answer.STALL);
        Path catalogue = Files.writeString(directory.resolve("catalogue.yaml"), fixture.yaml(fixture.https()));
        Process one = PullProcess.start(catalogue, fixture.cache());
        Process two = PullProcess.start(catalogue, fixture.cache());
        awaitPartialFile();
        fixture.release.countDown();
        String first = new String(one.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String second = new String(two.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(first).isNotBlank().isEqualTo(second);
        assertHolds(Path.of(first.strip()));
        assertThat(fixture.requests).hasValue(1);
    }

    @Test
    void shouldSweepWhatKilledProcessLeft() throws Exception {
        fixture.answer(PullFixture.Answer.STALL);
        Path catalogue = Files.writeString(directory.resolve("catalogue.yaml"), fixture.yaml(fixture.https()));
        Process killed = PullProcess.start(catalogue, fixture.cache());
        awaitPartialFile();
        killed.destroyForcibly().waitFor();
        assertThat(Trees.list(fixture.cache().resolve("assets"))).isEmpty();
        assertThat(Trees.list(fixture.cache().resolve("work"))).isNotEmpty();
        fixture.answer(PullFixture.Answer.RIGHT);
        assertHolds(pull(fixture.https()));
    }

    @Test
    void shouldSweepLeftoversOfOtherAssets() throws Exception {
        Path dead = Files.createDirectories(fixture.cache().resolve("work/another/pull-1"));
        Files.writeString(dead.resolve("half"), "half");
        assertHolds(pull(fixture.https()));
    }

    private void awaitPartialFile() throws Exception {
        Path work = fixture.cache().resolve("work");
        while (Trees.size(work) == 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void shouldEndWhenInterrupted() throws Exception {
        fixture.answer(PullFixture.Answer.STALL);
        SourceClients.Limits patient =
                new SourceClients.Limits(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofMinutes(5));
        AssetPuller puller = fixture.puller(patient, fixture.https(), fixture.https());
        ExecutorService thread = Executors.newSingleThreadExecutor();
        Future<ModelsException.Kind> ended = thread.submit(() -> {
            try {
                puller.pull(fixture.asset(fixture.https()), PullProgress.SILENT);
                return null;
            } catch (ModelsException e) {
                return e.kind();
            }
        });
        awaitPartialFile();
        thread.shutdownNow();
        assertThat(ended.get()).isEqualTo(ModelsException.Kind.STORAGE);
        assertThat(fixture.requests).hasValue(1);
        assertThat(fixture.leftovers()).isEmpty();
    }

    @Test
    void shouldPullAgainWhenCachedFileIsCut() throws Exception {
        Path place = pull(fixture.https());
        Files.write(place.resolve("thing.bin"), new byte[10]);
        assertThat(pull(fixture.https())).isEqualTo(place);
        assertHolds(place);
    }

    @Test
    void shouldTakeFileThatUserSupplies() throws Exception {
        Path file = Files.write(directory.resolve("renamed"), fixture.content);
        assertHolds(from(file));
    }

    @Test
    void shouldTakeArchivesThatUserSupplies() throws Exception {
        assertHolds(from(Files.write(directory.resolve("any.tgz"), fixture.tarball())));
        Trees.delete(fixture.cache());
        assertHolds(from(Files.write(directory.resolve("any.deb"), fixture.deb())));
    }

    @Test
    void shouldRefuseOtherFileThatUserSupplies() throws Exception {
        byte[] other = {1, 2, 3};
        Path file = Files.write(directory.resolve("other"), other);
        assertThatThrownBy(() -> from(file))
                .hasMessageContaining(file + ": is no file of thing")
                .hasMessageContaining(Sha256.of(other))
                .hasMessageContaining("expected " + Sha256.of(fixture.content));
        assertThatThrownBy(() -> from(directory.resolve("absent"))).hasMessageContaining("no such file");
        byte[] cut = java.util.Arrays.copyOf(fixture.tarball(), 1000);
        assertThatThrownBy(() -> from(Files.write(directory.resolve("cut.tgz"), cut)))
                .hasMessageContaining("cut.tgz")
                .hasMessageContaining("cannot be unpacked");
        assertThat(fixture.leftovers()).isEmpty();
    }

    private Path from(Path file) throws Exception {
        String[] sources = {fixture.npm(fixture.tarball()), PullFixture.debian()};
        return fixture.puller(sources).pullFrom(fixture.asset(sources), file, fixture.progress);
    }

    @Test
    void shouldNotTakeOlderRevisionForNewer() throws Exception {
        Path before = pull(fixture.https());
        fixture.content[0] ^= 1;
        Path after = pull(fixture.https());
        assertThat(after).isNotEqualTo(before);
        assertHolds(after);
    }

    @Test
    void shouldNameCacheThatCannotBeWritten() throws Exception {
        Files.writeString(fixture.cache(), "a file where the directory should be");
        assertThatThrownBy(() -> pull(fixture.https()))
                .isInstanceOfSatisfying(
                        ModelsException.class, e -> assertThat(e.kind()).isEqualTo(ModelsException.Kind.STORAGE))
                .hasMessageContaining(fixture.cache().toString())
                .hasMessageContaining("set SACCADE_CACHE");
    }

    @Test
    void shouldFindCacheDirectory() {
        assertThat(AssetCache.of(java.util.Map.of("SACCADE_CACHE", "/a/b")).root())
                .isEqualTo(Path.of("/a/b"));
        assertThat(AssetCache.of(java.util.Map.of("XDG_CACHE_HOME", "/x")).root())
                .isEqualTo(Path.of("/x/saccade"));
        assertThat(AssetCache.of(java.util.Map.of()).root().toString()).endsWith("/.cache/saccade");
    }
}
