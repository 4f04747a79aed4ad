package io.wsloop.benchmarks.report;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command that turns the lines of a run into {@code report.md} and its chart. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description =
                "Renders results as report.md with an SVG chart: medians, ratios, marks reached or not, failures.")
public final class Report implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "FILE", description = "results, a JSON object a line")
    private List<Path> files = List.of();

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "folder to write to; made if need be")
    private Path out = Path.of("");

    @Option(
            names = "--slack",
            defaultValue = "0",
            description = "share of each mark by which it may be missed: 0.15 for a JDK that is not the newest")
    private double slack;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter errors = spec.commandLine().getErr();
        try {
            ResultLines lines = ResultLines.read(files);
            Set<String> jdks = new TreeSet<>();
            lines.results().forEach(result -> {
                if (result.jdk() != null) {
                    jdks.add(result.jdk().split("\\D", 2)[0]);
                }
            });
            if (lines.results().isEmpty()) {
                errors.println("expected at least one result, got none in " + files);
            } else if (jdks.size() > 1) {
                errors.println("expected results under one JDK, got " + jdks + ": make a page of each");
            } else {
                spec.commandLine().getOut().println(write(lines));
                return 0;
            }
        } catch (IOException e) {
            errors.println(e.getMessage());
        }
        return 1;
    }

    private Path write(ResultLines lines) throws IOException {
        Files.createDirectories(out);
        Rounds rounds = new Rounds(lines.results());
        String chart = EchoChart.of(rounds);
        String file = chart.isEmpty() ? "" : "echo.svg";
        if (!chart.isEmpty()) {
            Files.writeString(out.resolve(file), chart);
        }
        return Files.writeString(out.resolve("report.md"), new Page(rounds).write(lines.machine(), slack, file));
    }
}
