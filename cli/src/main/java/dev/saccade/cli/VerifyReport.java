package dev.saccade.cli;

import dev.saccade.internal.files.IoReason;
import dev.saccade.models.gate.GateReport;
import dev.saccade.models.gate.GateResult;
import dev.saccade.models.gate.LayerDivergence;
import dev.saccade.models.gate.WorstFrame;
import dev.saccade.picture.Annotator;
import dev.saccade.picture.PictureSink;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The files that {@code verify} leaves: numbers, a page, the record, and the worst frames as each side saw them. */
final class VerifyReport {
    private static final String OPTION = "--out";

    private final Path directory;

    VerifyReport(Path directory) {
        this.directory = directory;
    }

    void write(GateResult result, LayerDivergence layers, List<WorstFrame> worst) throws Exception {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new CommandException(
                    ExitCode.FELL_SHORT,
                    OPTION + " " + directory + ": cannot be made (" + IoReason.of(e) + "); name another place",
                    e);
        }
        List<VerifyPage.Pair> pictures = draw(worst);
        String json = GateReport.json(result, layers).toPrettyString() + "\n";
        OutputFile.write(OPTION, directory.resolve("report.json"), json.getBytes(StandardCharsets.UTF_8));
        OutputFile.write(
                OPTION, directory.resolve("gate.yaml"), GateReport.yaml(result).getBytes(StandardCharsets.UTF_8));
        String page = VerifyPage.of(result, layers, pictures);
        OutputFile.write(OPTION, directory.resolve("report.html"), page.getBytes(StandardCharsets.UTF_8));
    }

    private List<VerifyPage.Pair> draw(List<WorstFrame> worst) throws Exception {
        List<VerifyPage.Pair> pairs = new ArrayList<>();
        Path left = directory.resolve("worst").resolve("reference");
        Path right = directory.resolve("worst").resolve("candidate");
        try (Annotator annotator = new Annotator();
                PictureSink reference = PictureSink.open(left, 0);
                PictureSink candidate = PictureSink.open(right, 0)) {
            for (WorstFrame frame : worst) {
                long sequence = frame.found().sequence();
                reference.write(annotator.draw(frame.frame(), frame.reference(), "reference"), sequence);
                candidate.write(annotator.draw(frame.frame(), frame.candidate(), "candidate"), sequence);
                String file = String.format(Locale.ROOT, "frame-%06d.png", sequence);
                pairs.add(new VerifyPage.Pair(
                        frame.found(),
                        Files.readAllBytes(left.resolve(file)),
                        Files.readAllBytes(right.resolve(file))));
            }
        }
        return pairs;
    }
}
