package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
        Files.createDirectories(folder);
        Jdks jdks = Jdks.of(lines.results());
        Machine machine = lines.machine() == null ? Machine.here(null) : lines.machine();
        Map<String, String> written = new LinkedHashMap<>();
        for (Map.Entry<String, BarChart> chart : charts(jdks.newest()).entrySet()) {
            if (!chart.getValue().isEmpty()) {
                chart.getValue().write(folder.resolve(chart.getKey()));
                written.put(chart.getValue().title(), chart.getKey());
            }
        }
        return Files.writeString(folder.resolve("report.md"), Page.of(jdks, machine, written));
    }

    /** The charts by the names of their files. */
    private static Map<String, BarChart> charts(Rounds rounds) {
        List<String> servers = List.copyOf(rounds.servers());
        List<String> peers = servers.stream()
                .filter(server -> !server.startsWith(Rounds.RAW))
                .toList();
        Map<Boolean, List<String>> echo = rounds.cells().stream()
                .collect(Collectors.partitioningBy(
                        cell -> peers.stream().anyMatch(peer -> rounds.shareOfRaw(peer, cell) != null)));
        String echoes = "Echo: CPU a message as a share of a bare Selector echo (more is better)";
        String others = "Broadcast, connections, compression: server CPU, µs a unit (less is better)";
        Map<String, BarChart> charts = new LinkedHashMap<>();
        charts.put(
                "echo.svg", new BarChart(echoes, true, echo.getOrDefault(true, List.of()), peers, rounds::shareOfRaw));
        charts.put(
                "broadcast-connect-deflate.svg",
                new BarChart(
                        others,
                        false,
                        echo.getOrDefault(false, List.of()),
                        servers,
                        (server, cell) -> rounds.spread(server, cell, Figure.SERVER_MICROS)));
        return charts;
    }
}
