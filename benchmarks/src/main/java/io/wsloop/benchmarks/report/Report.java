package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    private static final Pattern FEATURE = Pattern.compile("\\d{1,9}");
    private static final int UNKNOWN = 0;

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
        Set<Integer> jdks =
                lines.results().stream().map(Report::feature).collect(Collectors.toCollection(TreeSet::new));
        jdks.remove(UNKNOWN);
        if (jdks.size() > 1) {
            errors.println("expected results under one JDK, got " + jdks + ": make a page of each");
            return 1;
        }
        Path page = write(lines, out);
        spec.commandLine().getOut().println(page);
        return 0;
    }

    private Path write(ResultLines lines, Path folder) throws IOException {
        Files.createDirectories(folder);
        Rounds rounds = new Rounds(lines.results());
        Machine machine = lines.machine() == null ? Machine.here(null) : lines.machine();
        Map<String, String> written = new LinkedHashMap<>();
        for (Map.Entry<String, BarChart> chart : charts(rounds).entrySet()) {
            if (!chart.getValue().isEmpty()) {
                chart.getValue().write(folder.resolve(chart.getKey()));
                written.put(chart.getValue().title(), chart.getKey());
            }
        }
        return Files.writeString(folder.resolve("report.md"), Page.of(rounds, machine, slack, written));
    }

    private static int feature(Result result) {
        Matcher digits = FEATURE.matcher(result.jdk() == null ? "" : result.jdk());
        return digits.lookingAt() ? Integer.parseInt(digits.group()) : UNKNOWN;
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
