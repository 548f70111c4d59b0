package dev.saccade.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the launcher runs once per JDK and build, while the JVM notes which classes a start loads: the catalogue, and a
 * whole run over a made-up clip and model, without network. It ends by returning from main, because the JVM writes its
 * archive only at an orderly end.
 */
final class Rehearsal {
    private static final int FRAMES = 3;

    private Rehearsal() {}

    /**
     * Rehearses.
     *
     * @param args a directory for the clip, the model and what is written; the caller deletes it
     * @throws IOException when it cannot be written
     */
    public static void main(String[] args) throws IOException {
        Locale.setDefault(Locale.ROOT);
        Path work = Path.of(args[0]);
        String model = TinyDetector.write(work.resolve("tiny")).toString();
        String clip = "file:" + clip(work.resolve("clip.y4m"));
        String report = work.resolve("report.json").toString();
        String lines = work.resolve("lines.jsonl").toString();
        int code = Main.execute("models", "list");
        // Twice: the first run optimises the graph, the second finds it in the cache as every later start does.
        for (int i = 0; i < 2 && code == ExitCode.OK; i++) {
            code = Main.execute("run", "--source", clip, "--model", model, "--report", report, "--perceptions", lines);
        }
        if (code != ExitCode.OK) {
            throw new IOException("the rehearsal ended with exit code " + code);
        }
    }

    /** Uncompressed 4:2:0 pictures, grey: YUV4MPEG2, a line of text and the planes for each. */
    private static Path clip(Path file) throws IOException {
        byte[] picture = new byte[TinyDetector.SIDE * TinyDetector.SIDE * 3 / 2];
        java.util.Arrays.fill(picture, (byte) 128);
        try (OutputStream out = Files.newOutputStream(file)) {
            String head = "YUV4MPEG2 W" + TinyDetector.SIDE + " H" + TinyDetector.SIDE + " F10:1 Ip A1:1 C420jpeg\n";
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < FRAMES; i++) {
                out.write("FRAME\n".getBytes(StandardCharsets.US_ASCII));
                out.write(picture);
            }
        }
        return file;
    }
}
