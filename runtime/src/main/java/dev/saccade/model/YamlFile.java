package dev.saccade.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads a small YAML file as plain data with line numbers. It works on the parser's events, so nothing is constructed
 * by tag and no alias is ever followed; size and nesting are bounded before anything is built.
 */
final class YamlFile {
    static final int MAX_BYTES = 256 * 1024;
    private static final int MAX_DEPTH = 8;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final Path file;
    private final String text;
    private final String first;
    private final String documentation;
    private final Iterator<Event> events;

    private YamlFile(Path file, String text, String first, String documentation) {
        this.file = file;
        this.text = text;
        this.first = first;
        this.documentation = documentation;
        LoadSettings settings = LoadSettings.builder()
                .setLabel(file.toString())
                .setCodePointLimit(MAX_BYTES)
                .build();
        events = new Parse(settings).parseString(text).iterator();
    }

    static YamlNode.Mapping read(Path file) throws PackageException {
        return read(file, "saccade: 1", "docs/model-yaml.md");
    }

    /** Reads a file of another form, for whose messages its usual first line and its documentation are given. */
    static YamlNode.Mapping read(Path file, String first, String documentation) throws PackageException {
        return read(file, first, documentation, UnaryOperator.identity());
    }

    static YamlNode.Mapping read(Path file, String first, String documentation, UnaryOperator<String> plain)
            throws PackageException {
        String text = plain.apply(decode(file, bytes(file)));
        refuseTabs(file, text);
        YamlFile yaml = new YamlFile(file, text, first, documentation);
        try {
            return yaml.document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(Mark::getLine).orElse(0) + 1;
            throw yaml.refuse(
                    line, "syntax", yaml.lineText(line), problem(e), "correct the YAML on this line or above");
        } catch (YamlEngineException e) {
            throw yaml.refuse(1, "syntax", yaml.lineText(1), "not YAML: " + e.getMessage(), "correct the file");
        }
    }

    private static byte[] bytes(Path file) throws PackageException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw Refusal.of(
                        file,
                        "size",
                        "over " + MAX_BYTES + " bytes",
                        "too long for a package description",
                        "check that the right file lies here");
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.of(file, "file", "unreadable", e.toString(), "check the file and its permissions");
        }
    }

    private static String decode(Path file, byte[] bytes) throws PackageException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw Refusal.of(file, "encoding", "not UTF-8", "the bytes are not text", "save the file as UTF-8");
        }
    }

    private static void refuseTabs(Path file, String text) throws PackageException {
        int line = 1;
        boolean indent = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\t' && indent) {
                throw Refusal.at(file, line, "indentation", "tab", "YAML is indented with spaces", "replace the tab");
            }
            indent = c == '\n' || (indent && c == ' ');
            line += c == '\n' ? 1 : 0;
        }
    }

    private static String problem(MarkedYamlEngineException e) {
        String problem = e.getProblem() == null ? "not YAML" : e.getProblem();
        return e.getContext() == null ? problem : e.getContext() + ", " + problem;
    }

    private YamlNode.Mapping document() throws PackageException {
        events.next();
        Event start = events.next();
        if (start.getEventId() == Event.ID.StreamEnd) {
            throw refuse(1, "document", "empty", "nothing is described", start());
        }
        YamlNode root = node(events.next(), "document", 0);
        events.next();
        Event end = events.next();
        if (end.getEventId() != Event.ID.StreamEnd) {
            throw refuse(line(end), "document", "---", "a second document begins", "keep one document in the file");
        }
        if (root instanceof YamlNode.Mapping mapping) {
            return mapping;
        }
        throw refuse(
                root.line(), "document", root.shown(), "expected 'key: value' lines, found " + root.noun(), start());
    }

    private String start() {
        return "start with '" + first + "'; see " + documentation;
    }

    private YamlNode node(Event event, String key, int depth) throws PackageException {
        int line = line(event);
        if (event.getEventId() == Event.ID.Alias) {
            throw refuse(line, key, lineText(line), "aliases are not read", "write the value out");
        }
        if (event instanceof NodeEvent node && node.getAnchor().isPresent()) {
            throw refuse(line, key, "&" + node.getAnchor().get(), "anchors are not read", "write each value out");
        }
        Optional<String> tag = tag(event);
        if (tag.isPresent()) {
            throw refuse(line, key, tag.get(), "tags are not read", "write the plain value");
        }
        if (depth > MAX_DEPTH) {
            throw refuse(line, key, lineText(line), "nested too deeply", "see " + documentation + " for the form");
        }
        if (event instanceof ScalarEvent scalar) {
            return new YamlNode.Scalar(line, scalar.getValue(), scalar.isPlain());
        }
        if (event instanceof SequenceStartEvent) {
            List<YamlNode> items = new ArrayList<>();
            for (Event e = events.next(); e.getEventId() != Event.ID.SequenceEnd; e = events.next()) {
                items.add(node(e, key, depth + 1));
            }
            return new YamlNode.Sequence(line, List.copyOf(items));
        }
        if (event instanceof MappingStartEvent) {
            return mapping(line, key, depth);
        }
        throw refuse(line, key, lineText(line), "not YAML", "correct this line");
    }

    private YamlNode mapping(int line, String parent, int depth) throws PackageException {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (Event e = events.next(); e.getEventId() != Event.ID.MappingEnd; e = events.next()) {
            YamlNode name = node(e, parent, depth + 1);
            if (!(name instanceof YamlNode.Scalar key)) {
                throw refuse(name.line(), parent, name.shown(), "a key is a single word", "write 'key: value'");
            }
            String path = depth == 0 ? key.text() : parent + "." + key.text();
            YamlNode value = node(events.next(), path, depth + 1);
            YamlNode.Entry before = entries.putIfAbsent(key.text(), new YamlNode.Entry(key.line(), value));
            if (before != null) {
                throw refuse(
                        key.line(), path, value.shown(), "given twice, first on line " + before.line(), "delete one");
            }
        }
        return new YamlNode.Mapping(line, entries);
    }

    private static Optional<String> tag(Event event) {
        if (event instanceof ScalarEvent scalar) {
            return scalar.getTag();
        }
        return event instanceof CollectionStartEvent collection ? collection.getTag() : Optional.empty();
    }

    private static int line(Event event) {
        return event.getStartMark().map(Mark::getLine).orElse(0) + 1;
    }

    private String lineText(int line) {
        return text.lines().skip(line - 1L).findFirst().orElse("").strip();
    }

    private PackageException refuse(int line, String key, String value, String wrong, String remedy) {
        return Refusal.at(file, line, key, value, wrong, remedy);
    }
}
