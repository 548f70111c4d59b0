package dev.saccade.bench.gpu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Runs the plan on a GPU host, or what of it needs none on another: each part in a process and under a limit of its own,
 * the most valuable first; each result is written as its part ends, and no part stops the rest.
 *
 * <p>Arguments: {@code [--out DIR] [--minutes N] [--from PART] [--only PART,...] [--list]}. Exit code 1 when a part
 * failed, 2 when an argument is wrong.
 */
public final class GpuPlan {
    private static final int MINUTES = 15;
    private static final int SHORTEST_S = 5;

    private final List<Part> plan;
    private final GpuHost host;
    private final Path out;
    private final Report report;

    GpuPlan(List<Part> plan, GpuHost host, Path out) {
        this.plan = plan;
        this.host = host;
        this.out = out;
        report = new Report(out, host.json());
    }

    /**
     * Runs it.
     *
     * @param args see the class
     * @throws Exception when the reports cannot be written
     */
    public static void main(String[] args) throws Exception {
        Path out = Path.of("gpu-report");
        long minutes = MINUTES;
        String from = null;
        Set<String> only = Set.of();
        List<Part> plan = Parts.all(Launch.here());
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--out" -> out = Path.of(value(args, ++i));
                case "--minutes" -> minutes = minutes(value(args, ++i));
                case "--from" -> from = named(plan, value(args, ++i));
                case "--only" -> {
                    only = new TreeSet<>(List.of(value(args, ++i).split(",", -1)));
                    only.forEach(name -> named(plan, name));
                }
                case "--list" -> {
                    plan.forEach(p ->
                            System.out.printf(Locale.ROOT, "%-14s %4d s  %s%n", p.name(), p.limitS(), p.question()));
                    return;
                }
                default -> usage("unknown option " + args[i]);
            }
        }
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            usage("--out " + out + " cannot be made; name a folder that can be written");
        }
        System.exit(new GpuPlan(plan, GpuHost.here(), out.toRealPath()).run(minutes * 60, from, only));
    }

    private static String value(String[] args, int i) {
        if (i == args.length) {
            usage(args[i - 1] + " needs a value");
        }
        return args[i];
    }

    private static int minutes(String value) {
        int minutes = 0;
        try {
            minutes = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            // Refused below, as a number that is too small.
        }
        if (minutes < 1) {
            usage("--minutes " + value + ": give a whole number from 1 on");
        }
        return minutes;
    }

    private static String named(List<Part> plan, String name) {
        if (plan.stream().noneMatch(p -> p.name().equals(name))) {
            usage("no part " + name + "; the parts are "
                    + String.join(", ", plan.stream().map(Part::name).toList()));
        }
        return name;
    }

    private static void usage(String reason) {
        System.err.println(
                "GpuPlan: " + reason + "; usage: [--out DIR] [--minutes N] [--from PART] [--only PART,...] [--list]");
        System.exit(2);
    }

    /**
     * Runs the parts.
     *
     * @param seconds for all of them
     * @param from the first one, or null; what lies there of the ones before stays in the report
     * @param only these, or all when empty
     * @return 1 when a part failed, in this call or an earlier one that stays in the report; otherwise 0
     */
    int run(long seconds, String from, Set<String> only) throws IOException, InterruptedException {
        host.json()
                .properties()
                .forEach(
                        e -> System.out.println(e.getKey() + ": " + e.getValue().asText()));
        long beganNs = System.nanoTime();
        boolean isBefore = from != null;
        List<Part> chosen = new ArrayList<>();
        for (Part part : plan) {
            isBefore &= !part.name().equals(from);
            if (!isBefore && (only.isEmpty() || only.contains(part.name()))) {
                chosen.add(part);
                Files.deleteIfExists(report.file(part.name()));
            }
        }
        report.write(plan);
        for (Part part : chosen) {
            System.out.printf(Locale.ROOT, "%-14s ... ", part.name());
            System.out.flush();
            PartResult result = one(part, seconds - (System.nanoTime() - beganNs) / 1_000_000_000L);
            result.write(report.file(part.name()));
            report.write(plan);
            System.out.printf(
                    Locale.ROOT,
                    "%s in %.1f s%s%n",
                    result.status().text(),
                    result.seconds(),
                    result.reason().isEmpty() ? "" : ": " + result.reason());
        }
        System.out.println("report: " + out.resolve("report.md"));
        return report.results(plan).stream().anyMatch(r -> r.status() == PartResult.Status.FAILED) ? 1 : 0;
    }

    private PartResult one(Part part, long leftS) throws IOException, InterruptedException {
        String lacks = host.lacks(part.need());
        if (lacks == null && leftS < SHORTEST_S) {
            lacks = "no time left; run it alone with --only " + part.name();
        }
        return lacks == null
                ? PartRun.of(part, out, Math.min(part.limitS(), leftS))
                : new PartResult(part.name(), part.question(), PartResult.Status.SKIPPED, lacks, 0, null);
    }
}
