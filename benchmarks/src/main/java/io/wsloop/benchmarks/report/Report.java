package io.wsloop.benchmarks.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that turns the lines of a run into {@code report.md} and its charts. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Renders results as report.md with SVG charts: medians, ratios, marks reached or not, failures.")
public final class Report implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "results, a JSON object a line")
    private List<Path> files = List.of();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder to write to; made if need be")
    private Path out = Path.of("");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    public Report() {}

    @Override
    public Integer call() throws IOException {
        PrintWriter errors = spec.commandLine().getErr();
        ResultLines lines;
        try {
            lines = ResultLines.read(files);
        } catch (BrokenLineException e) {
            errors.println(e.getMessage());
            return 1;
        }
        if (lines.results().isEmpty()) {
            errors.println("expected at least one result, got none in " + files);
            return 1;
        }
        Path page = write(lines, out);
        spec.commandLine().getOut().println(page);
        return 0;
    }

    private static Path write(ResultLines lines, Path folder) throws IOException {
        // Charts are drawn into files: no display is needed, nor asked for.
        System.setProperty("java.awt.headless", "true");
        Files.createDirectories(folder);
        Jdks jdks = Jdks.of(lines.results());
        Machine machine = lines.machine() == null ? Machine.here(null) : lines.machine();
        Map<String, String> charts = Charts.write(jdks.newest(), folder);
        return Files.writeString(folder.resolve("report.md"), Page.of(jdks, machine, charts));
    }
}
