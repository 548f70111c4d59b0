package dev.saccade.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a package to what serves, as a model engineer types it. */
class VersionsTest {
    @TempDir
    private Path dir;

    private Path model;

    @BeforeEach
    void write() throws Exception {
        model = TinyDetector.write(dir.resolve("tiny"));
        run("keys", "new", "release", "--out", dir.toString());
        run("keys", "trust", dir.resolve("release.pub").toString());
    }

    private Ran run(String... args) throws Exception {
        List<String> all = new ArrayList<>(List.of(args));
        all.add("--trust");
        all.add(dir.resolve("trust").toString());
        if (args[0].equals("models")) {
            all.add("--repository");
            all.add(dir.resolve("repository").toString());
        }
        return Ran.saccade(all.toArray(String[]::new));
    }

    private Ran publish() throws Exception {
        return run(
                "models",
                "publish",
                model.toString(),
                "--sign",
                dir.resolve("release.key").toString());
    }

    private Path version(int number) throws Exception {
        try (var models = Files.list(dir.resolve("repository"))) {
            Path shelf = models.filter(Files::isDirectory).findFirst().orElseThrow();
            return shelf.resolve("versions").resolve(Integer.toString(number));
        }
    }

    private String name() throws Exception {
        return version(1).getParent().getParent().getFileName().toString();
    }

    @Test
    void shouldLeadFromAPackageToWhatServesAndBack() throws Exception {
        assertThat(publish().code()).isZero();
        publish();
        String name = name();
        Ran unproven = run("models", "promote", name + "@1");
        assertThat(unproven.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(unproven.refusal()).contains("no gate has compared it", "'saccade compile " + name + "@1'");
        assertThat(run("models", "promote", name + "@1", "--alias", "candidate").code())
                .isZero();
        assertThat(run("models", "promote", name + "@1", "--unproven").out())
                .contains("production is " + name + "@1", "signed by release");
        assertThat(run("models", "promote", name + "@2", "--unproven", "--reason", "better")
                        .code())
                .isZero();
        assertThat(run("models", "promote", name + "@1", "--unproven").err()).contains("older than 2");
        assertThat(run("models", "rollback", name, "--reason", "worse").out()).contains(name + "@1 again");
        assertThat(run("models", "versions", name).out())
                .contains(
                        name + "@1  candidate, production",
                        "rollback: worse",
                        "unproven (it has no record, so no gate has compared it): better");
        assertThat(run("models", "diff", name + "@1", name + "@2").out()).contains("hold the same");
        assertThat(run("models", "gc", name, "--keep", "0").out()).contains("deleted " + name + "@2");
        assertThat(run("models", "versions", "--json").out()).contains("\"versions\" : [ 1 ]");
    }

    @Test
    void shouldRefuseToPromoteWhatIsNotWhole() throws Exception {
        publish();
        Path onnx = version(1).resolve("package").resolve("model.onnx");
        byte[] bytes = Files.readAllBytes(onnx);
        bytes[bytes.length / 2] ^= 1;
        Files.write(onnx, bytes);
        Ran ran = run("models", "promote", name() + "@1");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("model.onnx", "SHA-256 differs").hasLineCount(1);
        assertThat(run(
                                "models",
                                "sign",
                                name() + "@1",
                                "--key",
                                dir.resolve("release.key").toString())
                        .code())
                .isEqualTo(3);
    }

    @Test
    void shouldStopBelievingARevokedKey() throws Exception {
        publish();
        assertThat(run("models", "check", name() + "@1").out()).contains("whole, signed by release");
        assertThat(run("keys", "revoke", "release", "--reason", "lost laptop").code())
                .isZero();
        Ran ran = run("models", "check", name() + "@1");
        assertThat(ran.code()).isEqualTo(3);
        assertThat(ran.err()).contains("revoked: lost laptop");
        assertThat(run("keys", "list").out()).contains("release", "revoked: lost laptop");
        assertThat(run("keys", "trust", dir.resolve("release.pub").toString()).err())
                .contains("does not come back");
    }

    @Test
    void shouldSayThatAKeyMadeOnTheSpotServesDeveloperModeOnly() throws Exception {
        run("keys", "new", "bench", "--developer", "--out", dir.toString());
        publish();
        run("models", "sign", name() + "@1", "--key", dir.resolve("bench.key").toString());
        assertThat(run("models", "check", name() + "@1").out()).contains("developer mode", "bench");
        Files.writeString(dir.resolve("trust").resolve("policy.yaml"), "developer: no\n");
        assertThat(run("models", "check", name() + "@1").err()).contains("developer mode is off");
    }

    @Test
    void shouldKeepPrivateKeysPrivateAndNeverOverwriteOne() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("release.key"))))
                .isEqualTo("rw-------");
        Ran ran = run("keys", "new", "release", "--out", dir.toString());
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("never overwritten");
    }

    @Test
    void shouldAnswerForARegistryInOneLine() throws Exception {
        publish();
        assertThat(run("models", "push", name(), "oci://nowhere").code()).isEqualTo(ExitCode.USAGE);
        assertThat(run("models", "pull", "--all", "oci://registry.example/pad:1")
                        .code())
                .isEqualTo(ExitCode.USAGE);
        Path open = Files.writeString(dir.resolve("login"), "robot:secret");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Ran careless = run("models", "pull", "oci://registry.example/pad:1", "--login", open.toString());
        assertThat(careless.code()).isEqualTo(ExitCode.BAD_INPUT);
        assertThat(careless.refusal()).contains("chmod 600").doesNotContain("secret");

        HttpServer empty = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        empty.createContext("/", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(404, -1);
            }
        });
        empty.start();
        try {
            String address = "oci://127.0.0.1:" + empty.getAddress().getPort() + "/fleet/pad:1";
            Ran pull = run("models", "pull", address, "--plain-http");
            assertThat(pull.code()).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(pull.refusal()).contains(address + ": the registry has no such version; check");
            assertThat(pull.err().lines()).hasSize(1);
        } finally {
            empty.stop(0);
        }
    }
}
