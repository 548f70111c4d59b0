package dev.saccade.models.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.saccade.models.ModelsException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OciAddressTest {
    @Test
    void shouldReadTagsAndDigests() throws Exception {
        OciAddress tagged = OciAddress.of("oci://registry.example:5000/fleet/landing-pad:7");
        assertThat(tagged).isEqualTo(new OciAddress("registry.example:5000", "fleet/landing-pad", "7", ""));
        String digest = "sha256:" + "a".repeat(64);
        assertThat(OciAddress.of("oci://localhost:5000/pad@" + digest).digest()).isEqualTo(digest);
        assertThat(OciAddress.of("oci://ghcr.io/a/b")).hasToString("oci://ghcr.io/a/b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "oci://",
                "oci://fleet/pad",
                "oci://localhost/pad",
                "oci://host.example",
                "oci://host.example/Pad",
                "oci://host.example/../pad",
                "oci://user:password@host.example/pad",
                "oci://host.example/pad:",
                "oci://host.example/pad:-7",
                "oci://host.example/pad@sha256:abc",
                "oci://host.example/pad?x=1",
                "https://host.example/pad"
            })
    void shouldRefuseWhatIsNone(String text) {
        RegistryTest.refused(() -> OciAddress.of(text), Kind.USAGE, "is no address; write oci://");
    }
}
