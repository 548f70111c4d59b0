package dev.saccade.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.ModelsException;
import dev.saccade.models.proposal.Alternative;
import dev.saccade.models.proposal.Choice;
import dev.saccade.models.proposal.ImportProposal;
import dev.saccade.models.proposal.ImportedFile;
import dev.saccade.models.proposal.PackageDraft;
import dev.saccade.models.proposal.Question;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One import of an ONNX file: proposes, asks, shows, and writes the package when that is accepted. */
final class ImportSession {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Path out;
    private final String picture;
    private final boolean yes;
    private final boolean json;
    private final PrintWriter lines;
    private final boolean asks;
    private final BufferedReader answers = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    private ImportedFile file;

    ImportSession(ImportedFile file, Path out, String picture, boolean yes, boolean json, PrintWriter lines) {
        this.file = file;
        this.out = out;
        this.picture = picture;
        this.yes = yes;
        this.json = json;
        this.lines = lines;
        asks = !json && Terminal.isTerminal(0) && Terminal.isTerminal(1);
    }

    int run() throws Exception {
        ImportProposal proposal = ImportProposal.of(file);
        while (!proposal.questions().isEmpty()) {
            file = answered(proposal.questions());
            proposal = ImportProposal.of(file);
        }
        Path directory = out == null ? Path.of(proposal.choices().get("name").value()) : out;
        try (PackageDraft draft = PackageDraft.of(file.onnx(), directory)) {
            ModelPackage model = draft.write(proposal);
            draft.check(model);
            Path sheet = sheet(directory);
            List<ImportLook.Seen> seen = look(proposal, model, sheet);
            String accepted = accept(proposal, sheet, seen);
            if (accepted != null) {
                throw new CommandException(ExitCode.USAGE, accepted);
            }
            draft.write(proposal);
            draft.publish();
            tell(proposal, directory, sheet, seen);
        }
        return ExitCode.OK;
    }

    private ImportedFile answered(List<Question> questions) throws CommandException, IOException {
        if (!asks) {
            throw new CommandException(ExitCode.USAGE, file.onnx() + ": " + wanted(questions));
        }
        Map<String, String> given = new LinkedHashMap<>(file.given());
        Path labels = file.labels();
        for (Question question : questions) {
            String answer = prompt(question.key() + ": " + question.words() + "\n> ");
            if (question.key().equals("labels")) {
                labels = Path.of(answer);
            } else {
                given.put(question.key(), answer);
            }
        }
        return new ImportedFile(file.onnx(), file.name(), labels, given);
    }

    private static String wanted(List<Question> questions) {
        List<String> keys = new ArrayList<>();
        for (Question q : questions) {
            keys.add((q.key().equals("labels") ? "--labels FILE" : "--set " + q.key() + "=VALUE") + " (" + q.words()
                    + ")");
        }
        return "the file does not tell everything; give " + String.join(", ", keys);
    }

    private String prompt(String text) throws CommandException, IOException {
        lines.print(text);
        lines.flush();
        String answer = answers.readLine();
        if (answer == null || answer.isBlank()) {
            throw new CommandException(ExitCode.USAGE, file.onnx() + ": nothing was answered; nothing is written");
        }
        return answer.strip();
    }

    private static Path sheet(Path directory) {
        Path place = directory.toAbsolutePath().normalize();
        return place.resolveSibling(place.getFileName() + "-import.png");
    }

    private List<ImportLook.Seen> look(ImportProposal proposal, ModelPackage model, Path sheet) throws Exception {
        ImportLook look = new ImportLook(picture);
        List<ImportLook.Seen> seen = look.at(model, proposal.alternatives());
        int best = look.isReal() ? best(proposal, seen) : 0;
        if (best > 0) {
            Alternative chosen = proposal.alternatives().get(best);
            proposal.choose(
                    chosen, "sees the most on the picture: " + seen.get(best).words(), false);
        }
        look.write(sheet, best);
        return seen;
    }

    /** The alternative that sees clearly more than the proposed one, in the same colour; the eye decides on colours. */
    private static int best(ImportProposal proposal, List<ImportLook.Seen> seen) {
        int best = 0;
        String colour = proposal.alternatives().get(0).keys().get("input.colour");
        for (int i = 1; i < seen.size(); i++) {
            boolean isSame =
                    proposal.alternatives().get(i).keys().get("input.colour").equals(colour);
            double more = best == 0
                    ? 1.2 * seen.get(0).score() + 0.02
                    : seen.get(best).score();
            if (isSame && seen.get(i).score() > more) {
                best = i;
            }
        }
        return best;
    }

    /** Null when it is accepted, otherwise what to do. */
    private String accept(ImportProposal proposal, Path sheet, List<ImportLook.Seen> seen)
            throws CommandException, IOException {
        List<String> open = proposal.choices().entrySet().stream()
                .filter(e -> !e.getValue().isSure())
                .map(e -> e.getKey() + "=" + e.getValue().value())
                .toList();
        if (yes || open.isEmpty()) {
            return null;
        }
        if (asks) {
            print(proposal, sheet, seen);
            String answer = prompt("Take this? [y/n] ");
            return answer.toLowerCase(java.util.Locale.ROOT).startsWith("y")
                    ? null
                    : "not taken, nothing is written; correct it with --set KEY=VALUE";
        }
        return file.onnx() + ": assumed " + String.join(", ", open) + "; look at " + sheet
                + ", then take it with --yes or correct it with --set KEY=VALUE";
    }

    private void print(ImportProposal proposal, Path sheet, List<ImportLook.Seen> seen) {
        lines.print(proposal.description());
        proposal.warnings().forEach(w -> lines.println("warning   " + w));
        for (ImportLook.Seen s : seen) {
            boolean isProposed = s.alternative().equals(proposal.alternatives().get(0));
            lines.println(
                    (isProposed ? "proposed  " : "or        ") + s.alternative().words() + ": " + s.words());
        }
        lines.println("picture   " + sheet);
    }

    private void tell(ImportProposal proposal, Path directory, Path sheet, List<ImportLook.Seen> seen)
            throws ModelsException {
        if (!json) {
            if (!asks || yes) {
                print(proposal, sheet, seen);
            }
            lines.println("package   " + directory);
            return;
        }
        ObjectNode node = JSON.objectNode();
        node.put("package", directory.toString());
        node.put("picture", sheet.toString());
        ArrayNode keys = node.putArray("keys");
        for (Map.Entry<String, Choice> choice : proposal.choices().entrySet()) {
            keys.addObject()
                    .put("key", choice.getKey())
                    .put("value", choice.getValue().value())
                    .put("reason", choice.getValue().reason())
                    .put("sure", choice.getValue().isSure());
        }
        proposal.warnings().forEach(node.putArray("warnings")::add);
        ArrayNode alternatives = node.putArray("alternatives");
        for (ImportLook.Seen s : seen) {
            alternatives
                    .addObject()
                    .put("words", s.alternative().words())
                    .put("seen", s.words())
                    .put("score", s.score())
                    .put(
                            "proposed",
                            s.alternative().equals(proposal.alternatives().get(0)));
        }
        lines.println(node.toPrettyString());
    }
}
