package dev.saccade.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads labels: UTF-8, one a line, in class order. */
final class LabelsFile {
    private static final int MAX_BYTES = 4 * 1024 * 1024;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private LabelsFile() {}

    static List<String> read(Path file) throws PackageException {
        List<String> labels = new ArrayList<>();
        String[] lines = text(file).split("\n", -1);
        int count = lines[lines.length - 1].isEmpty() ? lines.length - 1 : lines.length;
        for (int i = 0; i < count; i++) {
            String label = lines[i].strip();
            if (label.isEmpty()) {
                throw Refusal.at(
                        file, i + 1, "label " + i, "blank", "every line names a class", "name it or delete the line");
            }
            labels.add(label);
        }
        if (labels.isEmpty()) {
            throw Refusal.at(file, 1, "labels", "empty", "no class is named", "write one label a line, in class order");
        }
        return List.copyOf(labels);
    }

    private static String text(Path file) throws PackageException {
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw Refusal.of(
                        file,
                        "size",
                        Files.size(file) + " bytes",
                        "too long for labels, at most " + MAX_BYTES,
                        "check that the right file lies here");
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Refusal.of(file, "encoding", "not UTF-8", "the bytes are not text", "save the file as UTF-8");
        } catch (IOException e) {
            throw Refusal.of(file, "file", "unreadable", e.toString(), "check the file and its permissions");
        }
    }
}
