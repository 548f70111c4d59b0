package dev.saccade.cli;

import dev.saccade.models.ModelsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Frames as {@code --frames} names them: a directory of pictures, or any source. */
final class FramesUri {
    private FramesUri() {}

    /** The source that gives every frame. */
    static String of(String frames, Assets assets) throws ModelsException, CommandException {
        boolean isDirectory = frames.indexOf(':') < 0 && Files.isDirectory(Path.of(frames));
        return EveryFrame.of(isDirectory ? "dir:" + frames : assets.source(frames));
    }

    /** Changes when the frames do: over the bytes of files; different each time where they cannot be read twice. */
    static String digest(String uri) throws ModelsException {
        int colon = uri.indexOf(':');
        String rest = uri.substring(colon + 1);
        int question = rest.lastIndexOf('?');
        Path path = Path.of(question < 0 ? rest : rest.substring(0, question));
        try {
            return switch (uri.substring(0, Math.max(0, colon))) {
                case "synthetic" -> uri;
                case "file", "dir" -> uri + " " + digest(path);
                default -> UUID.randomUUID().toString();
            };
        } catch (IOException e) {
            throw ModelsException.storage(path + " cannot be read", e);
        }
    }

    private static String digest(Path path) throws IOException {
        if (!Files.exists(path)) {
            // The source tells what is missing better than this could.
            return "none";
        }
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
        byte[] chunk = new byte[1 << 20];
        try (Stream<Path> all = Files.walk(path)) {
            List<Path> files = all.filter(Files::isRegularFile).sorted().toList();
            for (Path file : files) {
                digest.update(
                        (path.relativize(file) + "\n" + Files.size(file) + "\n").getBytes(StandardCharsets.UTF_8));
                try (var in = Files.newInputStream(file)) {
                    for (int count = in.read(chunk); count > 0; count = in.read(chunk)) {
                        digest.update(chunk, 0, count);
                    }
                }
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
