package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report as Markdown: the machine, the marks, the chart, a table for each cell, what failed. */
final class Page {
    private static final List<Figure> SPREADS = List.of(Figure.SERVER_MICROS, Figure.RATE);
    private static final List<Figure> LATENCIES = List.of(Figure.P50, Figure.P99, Figure.P999);
    private static final Set<Figure> OTHERS = EnumSet.range(Figure.REPLY_BYTES, Figure.LAST_OVER_FIRST);

    private final Rounds rounds;
    private final StringBuilder text = new StringBuilder();

    /** @param rounds what was measured, under one JDK */
    Page(Rounds rounds) {
        this.rounds = rounds;
    }

    /** Writes the page. Marks may be missed by a share of their bound, the slack. An empty chart is none. */
    String write(Map<String, String> machine, double slack, String chart) {
        text.append("""
                # Whole servers under load

                Every server runs on one CPU, the generator on another, over the loopback. Rounds are interleaved: each \
                server is visited in each, so that a disturbed minute weighs on all alike. A figure is the median of the \
                rounds, with the least and the most in brackets; ratios are medians of each round's ratio. The server's CPU \
                time a unit is the number to compare: rates of fast servers meet where the generator itself is the limit. \
                The share of raw-nio is the CPU time of a bare Selector echo without WebSocket over that of the server: 1.00 \
                is as cheap. Latency in a closed loop with many connections is queueing.

                """);
        machine(machine);
        heading(slack == 0 ? "Marks" : "Marks: within %.0f %% of each".formatted(100 * slack));
        marks(slack);
        if (!chart.isEmpty()) {
            heading(EchoChart.TITLE);
            text.append("![").append(EchoChart.TITLE).append("](").append(chart).append(")\n");
        }
        rounds.cells().forEach(this::cell);
        heading("Failures");
        failures();
        return text.toString();
    }

    private void heading(String title) {
        text.append("\n## ").append(title).append("\n\n");
    }

    private void machine(Map<String, String> machine) {
        Map<String, String> rows = new LinkedHashMap<>(machine);
        Table table = new Table("machine", List.of(rows.getOrDefault("cpu", Spread.NOTHING)));
        rows.remove("cpu");
        Map<String, String> versions = new TreeMap<>();
        TreeSet<String> jdks = new TreeSet<>();
        for (Result result : rounds.all()) {
            if (result.jdk() != null) {
                jdks.add(result.jdk());
            }
            if (result.version() != null) {
                versions.put(result.server(), result.server() + " " + result.version());
            }
        }
        rows.put("JDK of the servers", String.join(", ", jdks));
        rows.put("versions", String.join(", ", versions.values()));
        rows.forEach((name, value) -> table.add(name, List.of(value)));
        text.append(table);
    }

    private void marks(double slack) {
        List<Verdict> verdicts = Marks.ALL.stream()
                .map(mark -> Verdict.of(mark.within(slack), rounds))
                .toList();
        Map<Verdict.Outcome, Long> counts =
                verdicts.stream().collect(Collectors.groupingBy(Verdict::outcome, Collectors.counting()));
        Table table = new Table("", List.of("cell", "mark", "measured", ""));
        verdicts.forEach(verdict -> table.add(Integer.toString(verdict.mark().number()), verdict.row()));
        text.append("%d reached, %d not reached, %d not measured in this run.\n\n%s"
                .formatted(
                        counts.getOrDefault(Verdict.Outcome.REACHED, 0L),
                        counts.getOrDefault(Verdict.Outcome.MISSED, 0L),
                        counts.getOrDefault(Verdict.Outcome.NOT_MEASURED, 0L),
                        table));
    }

    /** A table with a column for each figure that any server has in the cell, and a row for each server that has any. */
    private void cell(String cell) {
        Map<String, Function<String, String>> columns = new LinkedHashMap<>();
        SPREADS.forEach(
                figure -> columns.put(figure.title(), server -> Spread.text(rounds.spread(server, cell, figure))));
        columns.put("share of raw-nio", server -> Spread.text(rounds.shareOfRaw(server, cell)));
        columns.put("p50 / p99 / p99.9, µs", server -> latencies(server, cell));
        OTHERS.forEach(
                figure -> columns.put(figure.title(), server -> Spread.median(rounds.spread(server, cell, figure))));
        columns.values()
                .removeIf(column -> rounds.servers().stream().map(column).allMatch(Spread.NOTHING::equals));
        if (columns.isEmpty()) {
            return;
        }
        heading(cell);
        Table table = new Table(cell, List.copyOf(columns.keySet()));
        for (String server : rounds.servers()) {
            List<String> values = columns.values().stream()
                    .map(column -> column.apply(server))
                    .toList();
            if (!values.stream().allMatch(Spread.NOTHING::equals)) {
                table.add(server, values);
            }
        }
        text.append(table);
    }

    private String latencies(String server, String cell) {
        return rounds.spread(server, cell, Figure.P50) == null
                ? Spread.NOTHING
                : LATENCIES.stream()
                        .map(figure -> Spread.median(rounds.spread(server, cell, figure)))
                        .collect(Collectors.joining(" / "));
    }

    /** A row for each reason of a server, with all cells that failed for it and the rounds in which they did. */
    private void failures() {
        Map<List<String>, List<Result>> byReason = rounds.failures().stream()
                .collect(Collectors.groupingBy(
                        failed -> List.of(failed.server(), String.valueOf(failed.error())),
                        LinkedHashMap::new,
                        Collectors.toList()));
        if (byReason.isEmpty()) {
            text.append("None.\n");
            return;
        }
        Table table = new Table("server", List.of("cell", "round", "what"));
        byReason.forEach((reason, failed) -> table.add(
                reason.get(0),
                List.of(
                        joined(failed.stream().map(Result::cell)),
                        joined(failed.stream().map(Result::round).sorted()),
                        reason.get(1))));
        text.append(table);
    }

    private static String joined(Stream<?> values) {
        return values.distinct().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
