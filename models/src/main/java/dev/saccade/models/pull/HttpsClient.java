package dev.saccade.models.pull;

import dev.saccade.models.catalogue.Asset;
import dev.saccade.models.catalogue.AssetFile;
import dev.saccade.models.catalogue.AssetSource;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

/** Downloads files, giving up on a server that stalls or sends more than the catalogue says. */
final class HttpsClient {
    private static final long POLL_MS = 50;

    private final SourceClients.Limits limits;
    private final HttpClient http;

    HttpsClient(SourceClients.Limits limits) {
        this.limits = limits;
        this.http = HttpClient.newBuilder()
                .connectTimeout(limits.connect())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build();
    }

    void fetch(Asset asset, AssetSource.Https source, Path into, SourceClients.Ear ear) throws Refusal, IOException {
        long total = asset.files().stream().mapToLong(AssetFile::size).sum();
        long before = 0;
        for (AssetFile file : asset.files()) {
            long base = before;
            fetch(URI.create(source.addresses().get(file.name())), file, into, n -> ear.fetched(base + n, total));
            before += file.size();
        }
    }

    private void fetch(URI address, AssetFile file, Path into, LongConsumer progress) throws Refusal, IOException {
        boolean loopback = "http".equals(address.getScheme()) && "127.0.0.1".equals(address.getHost());
        if (!"https".equals(address.getScheme()) && !loopback) {
            throw new Refusal(address + " is not an https address");
        }
        Path target = into.resolve(file.name());
        CompletableFuture<HttpResponse<Path>> response = http.sendAsync(
                HttpRequest.newBuilder(address)
                        .timeout(limits.connect().plus(limits.stall()))
                        .build(),
                HttpResponse.BodyHandlers.ofFile(target));
        try {
            int status = await(response, target, file, progress).statusCode();
            if (status != 200) {
                throw new Refusal(address.getPath() + " answered with status " + status);
            }
        } catch (ExecutionException e) {
            throw new Refusal(file.name() + " did not come: " + reason(e), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal("interrupted", e);
        } finally {
            response.cancel(true);
        }
    }

    private HttpResponse<Path> await(
            CompletableFuture<HttpResponse<Path>> response, Path target, AssetFile file, LongConsumer progress)
            throws Refusal, IOException, ExecutionException, InterruptedException {
        long seen = 0;
        long movedNs = System.nanoTime();
        while (true) {
            try {
                return response.get(POLL_MS, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                long bytes = Files.exists(target) ? Files.size(target) : 0;
                progress.accept(bytes);
                if (bytes > file.size()) {
                    throw new Refusal(file.name() + " is longer than the " + file.size() + " bytes expected", e);
                }
                if (bytes > seen) {
                    seen = bytes;
                    movedNs = System.nanoTime();
                } else if (bytes > 0
                        && System.nanoTime() - movedNs > limits.stall().toNanos()) {
                    throw new Refusal(
                            file.name() + " stalled after " + bytes + " bytes for "
                                    + limits.stall().toSeconds() + " s",
                            e);
                }
            }
        }
    }

    private static String reason(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        if (root instanceof UnresolvedAddressException) {
            return "the host name is unknown (no network?)";
        }
        if (root instanceof ClosedChannelException || (root instanceof ConnectException && root.getMessage() == null)) {
            return "no connection (no network?)";
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
    }
}
