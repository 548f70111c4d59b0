package dev.saccade.bench.gpu;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** JUnit's console over the tests of the kit, in a process of its own; counts what it tells. */
public final class GpuTests {
    private static final String CONSOLE = "org.junit.platform.console.ConsoleLauncher";
    private static final Pattern COUNT =
            Pattern.compile("\\[\\s*(\\d+) tests (found|skipped|successful|failed)\\s*\\]");

    private GpuTests() {}

    /**
     * Runs them. Its own arguments are {@code --root FOLDERS-AND-JARS} and {@code --json FILE}; all others are the console's.
     *
     * @param args see above
     * @throws Exception when the console cannot be started
     */
    public static void main(String[] args) throws Exception {
        Path json = null;
        String roots = "";
        List<String> console = new ArrayList<>();
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--root" -> roots = args[++i].replace(',', java.io.File.pathSeparatorChar);
                case "--json" -> json = Path.of(args[++i]);
                default -> console.add(args[i]);
            }
        }
        List<String> command = Launch.here()
                .main(
                        CONSOLE,
                        "execute",
                        "--scan-class-path=" + roots,
                        "--details=tree",
                        "--disable-banner",
                        "--disable-ansi-colors");
        command.addAll(console);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        Map<String, Integer> counts = new TreeMap<>();
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                Matcher count = COUNT.matcher(line);
                if (count.find()) {
                    counts.put(count.group(2), Integer.parseInt(count.group(1)));
                }
            }
        }
        int exit = process.waitFor();
        Results results = new Results(json);
        counts.forEach(results.values("tests")::put);
        results.line("tests: %s", counts);
        results.atMost("tests that failed", counts.getOrDefault("failed", exit), 0, "tests");
        if (counts.getOrDefault("successful", 0) == 0) {
            System.out.println("no test ran");
            exit = 1;
        }
        System.exit(results.end() != 0 || exit != 0 ? 1 : 0);
    }
}
