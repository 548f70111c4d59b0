package dev.saccade.models.catalogue;

import java.util.Map;

/** One place that an asset's files can be had from. */
public sealed interface AssetSource {
    /** @return short name for messages */
    String label();

    /**
     * A tarball of an npm package, by {@code npm pack}.
     *
     * @param spec name@version
     * @param sha256 hash of the tarball: npm serves the same bytes to everyone
     * @param size length of the tarball, bytes
     * @param entries file name to entry in the tarball
     */
    record Npm(String spec, String sha256, long size, Map<String, String> entries) implements AssetSource {
        @Override
        public String label() {
            return "npm " + spec;
        }
    }

    /**
     * A Debian package, by {@code apt-get download}. Its bytes differ between releases, so only the files are hashed.
     *
     * @param packageName name in Debian or a derivative
     * @param size length of the .deb in one release, bytes; for progress only
     * @param entries file name to path in the package, without the leading slash
     */
    record Debian(String packageName, long size, Map<String, String> entries) implements AssetSource {
        @Override
        public String label() {
            return "Debian " + packageName;
        }
    }

    /**
     * The files themselves, from the project's own server.
     *
     * @param addresses file name to address
     */
    record Https(Map<String, String> addresses) implements AssetSource {
        @Override
        public String label() {
            return addresses.values().iterator().next().replaceFirst("^(https?://[^/]+).*", "$1");
        }
    }

    /**
     * Part of this program: trained here, so nothing is fetched.
     *
     * @param resources file name to resource on the class path
     */
    record Shipped(Map<String, String> resources) implements AssetSource {
        @Override
        public String label() {
            return "this program";
        }
    }
}
