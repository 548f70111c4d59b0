package dev.saccade.models.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.ModelsException.Kind;
import dev.saccade.models.PullProgress;
import dev.saccade.models.repository.StoredVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegistryLoginTest {
    @TempDir
    private Path dir;

    private RegistryLogin login(String text, String permissions) throws Exception {
        Path file = Files.createTempFile(dir, "login", "");
        Files.writeString(file, text);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        return RegistryLogin.read(file);
    }

    @Test
    void shouldLogInFromAFile() throws Exception {
        try (DockerRegistry registry = DockerRegistry.start(Files.createDirectory(dir.resolve("registry")), true)) {
            Fleet fleet = new Fleet(dir);
            OciAddress place = registry.address("fleet/tiny");
            StoredVersion version = fleet.publish(fleet.office, "one", fleet.signer);
            RegistryTest.refused(() -> fleet.push(version, place), Kind.BAD_INPUT, "asks for a login", "--login FILE");
            RegistryLogin wrong = login("robot:other\n", "rw-------");
            RegistryTest.refused(
                    () -> fleet.pull(place, Fleet.QUICK, wrong), Kind.BAD_INPUT, "refuses the login of robot");

            RegistryLogin right = login("robot:se:cret\n", "rw-------");
            new VersionPush(Fleet.access(Fleet.QUICK, right), PullProgress.SILENT).push(version, place);
            assertThat(fleet.pull(place, Fleet.QUICK, right)).hasToString("tiny@1");
            assertThat(right.toString()).doesNotContain("cret");
        }
    }

    @Test
    void shouldRefuseAFileThatOthersMayReadOrThatIsNoLogin() throws Exception {
        RegistryTest.refused(() -> login("robot:secret", "rw-r-----"), Kind.BAD_INPUT, "others may read", "chmod 600");
        RegistryTest.refused(() -> login("robot", "rw-------"), Kind.BAD_INPUT, "write one line, user:password");
        RegistryTest.refused(() -> login("a:b\nc:d\n", "rw-------"), Kind.BAD_INPUT, "write one line");
        RegistryTest.refused(() -> RegistryLogin.read(dir.resolve("none")), Kind.BAD_INPUT, "does not exist");
    }

    @Test
    void shouldSendNoPasswordInClear() throws Exception {
        RegistryLogin login = login("robot:secret", "rw-------");
        OciAddress far = OciAddress.of("oci://registry.example:5000/fleet:1");
        RegistryTest.refused(
                () -> new RegistryLink(far, Fleet.access(Fleet.QUICK, login)), Kind.USAGE, "password in clear");
    }
}
