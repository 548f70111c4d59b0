package dev.saccade.cli;

import dev.saccade.engine.Backend;
import dev.saccade.model.ModelPackage;
import dev.saccade.models.evaluate.Evaluation;
import dev.saccade.models.evaluate.Evaluator;
import dev.saccade.models.evaluate.Metrics;
import dev.saccade.models.evaluate.ServedModel;
import dev.saccade.models.evaluate.dataset.LabelFormat;
import dev.saccade.models.evaluate.dataset.LabelNames;
import dev.saccade.models.evaluate.dataset.LabelledData;
import dev.saccade.models.evaluate.report.MetricsJson;
import dev.saccade.models.evaluate.report.ReportDirectory;
import dev.saccade.time.MonotonicClock;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code saccade evaluate}: how good a model is on labelled pictures. */
@Command(
        name = "evaluate",
        description = "Measure a model on labelled pictures: accuracy, ROC, PR, confusion, mAP, mIoU.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "Examples:",
            "  saccade evaluate mobilenet-imagenet --labels pictures/ --out evaluated",
            "  saccade evaluate centernet-coco --labels instances.json --min map50=0.4",
            "  saccade evaluate landing-pad@candidate --labels pads/ --format masks --json",
            "",
            "Exit code 1 when a --min is not met, 3 for labels or pictures that cannot be used. See docs/evaluate.md."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "PACKAGE|NAME|NAME@N",
            description = "A package directory, a version of the repository, or a model of the catalogue.")
    private String model;

    @Option(
            names = "--labels",
            paramLabel = "DIR",
            required = true,
            description = "The labelled pictures; for COCO also the JSON file.")
    private Path labels;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "How they lie there: auto, folders, coco, masks or mot; auto unless given.")
    private String format = "auto";

    @Option(
            names = "--known-only",
            description = "Leave out labels that the model does not have, instead of refusing them.")
    private boolean knownOnly;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            converter = BackendConverter.class,
            description = "auto, tensorrt or cpu; auto unless given.")
    private Backend backend = Backend.AUTO;

    @Option(names = "--limit", paramLabel = "N", description = "Use N pictures, spread evenly over the data set.")
    private Integer limit;

    @Option(
            names = "--min-score",
            paramLabel = "SCORE",
            description = "Let boxes of lower scores enter mAP and curves; the package's own threshold unless given.")
    private Float minScore;

    @Option(
            names = "--min",
            paramLabel = "METRIC=VALUE",
            split = ",",
            description = "End with exit code 1 below this, as in top1=0.6, map50=0.4 or miou=0.8; may be repeated.")
    private Map<String, Double> least = new LinkedHashMap<>();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Make a directory of metrics.json, record.yaml, report.html and charts.")
    private Path out;

    @Option(names = "--json", description = "Print metrics.json instead of text.")
    private boolean json;

    @Mixin
    private VersionOptions versions;

    @Option(names = "--who", paramLabel = "TEXT", description = "Who measures, for the record; the user unless given.")
    private String who = System.getProperty("user.name");

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        LabelFormat given = format();
        check();
        Terminal terminal = new Terminal();
        Instant started = Instant.now();
        ModelPackage read = new Assets(terminal, versions).read(model);
        checkBounds(read);
        LabelFormat known = given == null ? LabelledData.formatOf(labels) : given;
        Evaluator.require(read, labels, known);
        LabelledData data = LabelledData.read(labels, known, new LabelNames(read.labels(), knownOnly));
        if (limit != null) {
            data = data.limited(limit);
        }
        Evaluation evaluation;
        terminal.install();
        try (ServedModel served = ServedModel.load(read, backend, minScore)) {
            evaluation = Evaluator.evaluate(served, data, new EvaluateMeter(terminal), MonotonicClock.SYSTEM);
        } finally {
            terminal.uninstall();
        }
        if (out != null) {
            ReportDirectory.write(evaluation, out, who, started, Instant.now());
        }
        PrintWriter print = spec.commandLine().getOut();
        if (json) {
            print.print(MetricsJson.of(evaluation));
        } else {
            EvaluateText.print(evaluation, print);
            if (out != null) {
                print.println("report: " + out.resolve("report.html"));
            }
        }
        print.flush();
        return verdict(evaluation);
    }

    private LabelFormat format() throws CommandException {
        if (format.equals("auto")) {
            return null;
        }
        for (LabelFormat known : LabelFormat.values()) {
            if (known.name().equalsIgnoreCase(format)) {
                return known;
            }
        }
        throw usage("--format " + format + ": unknown; use auto, folders, coco, masks or mot");
    }

    private void check() throws Exception {
        if (limit != null && limit < 1) {
            throw usage("--limit " + limit + ": at least one picture is needed");
        }
        if (minScore != null && !(minScore >= 0 && minScore <= 1)) {
            throw usage("--min-score " + minScore + ": a score lies between 0 and 1");
        }
        if (out != null) {
            ReportDirectory.require(out);
        }
    }

    private void checkBounds(ModelPackage read) throws CommandException {
        List<String> known = Metrics.of(read.task());
        for (Map.Entry<String, Double> bound : least.entrySet()) {
            if (!known.contains(bound.getKey())) {
                throw usage("--min " + bound.getKey() + ": a model for "
                        + read.task().name().toLowerCase(Locale.ROOT) + " has the metrics " + String.join(", ", known));
            }
            if (!(bound.getValue() >= 0 && bound.getValue() <= 1)) {
                throw usage("--min " + bound.getKey() + "=" + bound.getValue() + ": metrics lie between 0 and 1");
            }
        }
    }

    private static CommandException usage(String message) {
        return new CommandException(ExitCode.USAGE, message);
    }

    /** A metric that is not defined on these pictures does not meet a bound. */
    private int verdict(Evaluation evaluation) {
        List<String> missed = new ArrayList<>();
        least.forEach((name, bound) -> {
            double value = evaluation.findings().metrics().get(name);
            if (!(value >= bound)) {
                missed.add(String.format(Locale.ROOT, "%s is %.4f, less than %s", name, value, bound));
            }
        });
        missed.forEach(line -> spec.commandLine().getErr().println("saccade: " + line));
        return missed.isEmpty() ? ExitCode.OK : ExitCode.FELL_SHORT;
    }
}
