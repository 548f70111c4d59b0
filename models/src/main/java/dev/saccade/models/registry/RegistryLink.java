package dev.saccade.models.registry;

import dev.saccade.models.ModelsException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import land.oras.ContainerRef;
import land.oras.Tags;
import land.oras.auth.AuthProvider;
import land.oras.auth.HttpClient;
import land.oras.auth.HttpClient.ResponseWrapper;
import land.oras.auth.Scopes;
import land.oras.utils.Const;
import land.oras.utils.JsonUtils;

/**
 * One repository of a registry, through the SDK's client, which knows logins, tokens and redirects. Each call is one
 * try; an IOException is worth another. One thread.
 */
final class RegistryLink {
    /** What the distribution specification lets a registry refuse beyond. */
    private static final int MOST_TEXT = 4 << 20;

    private static final int CHUNK = 1 << 16;
    private static final int OK = 200;
    private static final int PARTIAL = 206;
    private static final int NOT_FOUND = 404;
    private static final int RANGE_REFUSED = 416;
    private static final int MOST_TAGS = 10_000;
    private static final int TAGS_A_PAGE = 1000;
    private static final Map<String, String> BYTES = Map.of("Accept", "application/octet-stream");

    private final OciAddress address;
    private final String scheme;
    private final HttpClient http;
    private final AuthProvider login;
    private final Watch watch;
    private final Faults faults;

    RegistryLink(OciAddress address, RegistryAccess access) throws ModelsException {
        this.address = address;
        scheme = access.plainHttp() ? "http://" : "https://";
        login = Credentials.of(address, access);
        http = HttpClient.Builder.builder()
                .withTimeout((int) access.patience().connect().toSeconds())
                .build();
        watch = new Watch(access.patience().stall());
        faults = new Faults(address, access);
    }

    /** The manifest that a tag or a digest names; empty when there is none. */
    Optional<String> manifest(OciAddress which) throws IOException, ModelsException {
        ContainerRef place = place(which);
        Map<String, String> headers = Map.of("Accept", Const.DEFAULT_MANIFEST_MEDIA_TYPE);
        return ask(bytes -> {}, transfer -> {
            URI uri = URI.create(scheme + place.getManifestsPath());
            ResponseWrapper<InputStream> answer = http.download(uri, headers, Scopes.of(place), login);
            return answer.statusCode() == NOT_FOUND
                    ? Optional.empty()
                    : Optional.of(text(answer, "manifest", transfer));
        });
    }

    /** Every tag. */
    List<String> tags() throws IOException, ModelsException {
        ContainerRef place = place(address.withTag("any"));
        return ask(bytes -> {}, transfer -> {
            List<String> all = new ArrayList<>();
            String last = null;
            while (all.size() < MOST_TAGS) {
                URI uri = URI.create(scheme + place.getTagsPath(null, TAGS_A_PAGE, last));
                ResponseWrapper<InputStream> answer = http.download(uri, Map.of(), Scopes.of(place), login);
                List<String> page = JsonUtils.fromJson(text(answer, "repository of that name", transfer), Tags.class)
                        .tags();
                if (page == null || page.isEmpty()) {
                    break;
                }
                all.addAll(page);
                if (!answer.headers().containsKey("link")) {
                    break;
                }
                last = page.get(page.size() - 1);
            }
            return all;
        });
    }

    private String text(ResponseWrapper<InputStream> answer, String what, Transfer transfer)
            throws IOException, ModelsException {
        try (InputStream in = transfer.hold(answer.response())) {
            faults.require(answer.statusCode(), what);
            byte[] bytes = in.readNBytes(MOST_TEXT + 1);
            transfer.add(bytes.length);
            if (bytes.length > MOST_TEXT) {
                throw ModelsException.badInput(address + ": the " + what + " is longer than 4 MiB; it is none of ours");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /**
     * Fetches a blob, or what is missing of it, into a file. Whether the bytes are the right ones is not looked at.
     *
     * @param part the beginning of it, if it exists
     * @param heard the bytes that are there so far
     */
    void fetch(String digest, long size, Path part, LongConsumer heard) throws IOException, ModelsException {
        if (Files.exists(part) && Files.size(part) > size) {
            Files.delete(part);
        }
        long have = Files.exists(part) ? Files.size(part) : 0;
        ContainerRef place = place(address.withDigest(digest));
        Map<String, String> headers =
                have == 0 ? BYTES : Map.of("Accept", "application/octet-stream", "Range", "bytes=" + have + "-");
        long end = ask(heard, transfer -> {
            URI uri = URI.create(scheme + place.getBlobsPath(null));
            ResponseWrapper<InputStream> answer = http.download(uri, headers, Scopes.of(place), login);
            try (InputStream in = transfer.hold(answer.response())) {
                if (answer.statusCode() == RANGE_REFUSED) {
                    Files.deleteIfExists(part);
                    throw new IOException("the registry cannot continue a blob; it starts again");
                }
                faults.require(answer.statusCode(), "blob " + digest);
                boolean rest = answer.statusCode() == PARTIAL;
                requireLength(answer, rest ? have : 0, size, digest);
                transfer.set(rest ? have : 0);
                return copy(in, part, rest, size, transfer);
            }
        });
        if (end > size) {
            Files.delete(part);
            throw otherLength(digest, "more than " + size, size);
        }
        if (end < size) {
            throw new IOException("the connection ended after " + end + " of " + size + " bytes");
        }
    }

    private void requireLength(ResponseWrapper<?> answer, long from, long size, String digest)
            throws IOException, ModelsException {
        if (answer.statusCode() == PARTIAL) {
            String range = answer.headers().getOrDefault("content-range", "");
            if (!range.startsWith("bytes " + from + "-")) {
                throw new IOException("the registry continues at '" + range + "', not at " + from);
            }
            return;
        }
        String length = answer.headers().getOrDefault("content-length", Long.toString(size));
        if (!length.equals(Long.toString(size))) {
            throw otherLength(digest, length, size);
        }
    }

    private ModelsException otherLength(String digest, String length, long size) {
        return ModelsException.badInput(address + ": the registry sends " + length + " bytes as blob " + digest
                + ", which has " + size + "; its storage is damaged, push the version again");
    }

    private static long copy(InputStream in, Path part, boolean rest, long size, Transfer transfer)
            throws IOException, ModelsException {
        byte[] buffer = new byte[CHUNK];
        try (OutputStream out = Files.newOutputStream(
                part,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                rest ? StandardOpenOption.APPEND : StandardOpenOption.TRUNCATE_EXISTING)) {
            for (int n = in.read(buffer); n >= 0 && transfer.moved() <= size; n = in.read(buffer)) {
                write(out, buffer, n, part);
                transfer.add(n);
            }
        }
        return transfer.moved();
    }

    /** Told apart from a broken connection: another try does not help a full disk. */
    private static void write(OutputStream out, byte[] buffer, int length, Path part) throws ModelsException {
        try {
            out.write(buffer, 0, length);
        } catch (IOException e) {
            throw new ModelsException(
                    ModelsException.Kind.STORAGE,
                    part + ": " + e.getMessage() + "; free some space, or set SACCADE_CACHE to another disk",
                    e);
        }
    }

    /** Whether the registry has a blob already. */
    boolean has(String digest) throws IOException, ModelsException {
        ContainerRef place = place(address.withDigest(digest));
        return ask(bytes -> {}, transfer -> {
            int status = http.head(URI.create(scheme + place.getBlobsPath(null)), BYTES, Scopes.of(place), login)
                    .statusCode();
            if (status != NOT_FOUND) {
                faults.require(status, "blob " + digest);
            }
            return status == OK;
        });
    }

    /** Sends a blob as a whole. */
    void send(String digest, long size, Supplier<InputStream> content, LongConsumer heard)
            throws IOException, ModelsException {
        ContainerRef place = place(address.withDigest(digest));
        Map<String, String> headers = Map.of("Content-Type", "application/octet-stream");
        ask(heard, transfer -> {
            URI begin = URI.create(scheme + place.getBlobsUploadPath(null));
            ResponseWrapper<String> upload = http.post(begin, new byte[0], headers, Scopes.of(place), login);
            faults.require(upload.statusCode(), "place for a blob");
            URI location = begin.resolve(upload.headers().getOrDefault("location", ""));
            String query = location.getRawQuery() == null ? "" : location.getRawQuery() + "&";
            // On the host that was named, with TLS if that was asked for, whatever a proxy in between believes.
            URI target = begin.resolve(location.getRawPath() + "?" + query + "digest=" + digest);
            ResponseWrapper<String> done =
                    http.upload(target, size, headers, () -> counted(content.get(), transfer), Scopes.of(place), login);
            faults.require(done.statusCode(), "blob " + digest + " as it was sent");
            return done.statusCode();
        });
    }

    private static InputStream counted(InputStream from, Transfer transfer) {
        transfer.set(0);
        return new FilterInputStream(from) {
            @Override
            public int read() throws IOException {
                int b = in.read();
                transfer.add(b < 0 ? 0 : 1);
                return b;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                int n = in.read(into, offset, length);
                transfer.add(Math.max(0, n));
                return n;
            }
        };
    }

    /** Gives a manifest its tag; everything in it is there already. */
    void sendManifest(String tag, String json) throws IOException, ModelsException {
        ContainerRef place = place(address.withTag(tag));
        ask(bytes -> {}, transfer -> {
            int status = http.put(
                            URI.create(scheme + place.getManifestsPath()),
                            json.getBytes(StandardCharsets.UTF_8),
                            Map.of("Content-Type", Const.DEFAULT_MANIFEST_MEDIA_TYPE),
                            Scopes.of(place),
                            login)
                    .statusCode();
            faults.require(status, "place for a manifest");
            return status;
        });
    }

    private static ContainerRef place(OciAddress which) {
        return ContainerRef.parse(which.toString());
    }

    private <T> T ask(LongConsumer heard, Watch.Request<T> request) throws IOException, ModelsException {
        try {
            return watch.over(heard, request);
        } catch (ExecutionException e) {
            throw faults.of(e.getCause());
        }
    }
}
