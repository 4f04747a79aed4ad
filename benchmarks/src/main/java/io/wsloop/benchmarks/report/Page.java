package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as Markdown: the machine, the marks, the charts, a table for each cell, what failed. */
final class Page {
    private static final String SHARE = "share of raw-nio";
    private static final List<Figure> SPREADS = List.of(Figure.SERVER_MICROS, Figure.RATE);
    private static final List<Figure> LATENCIES = List.of(Figure.P50, Figure.P99, Figure.P999);
    private static final List<Figure> OTHERS = List.of(
            Figure.HEAP_BYTES,
            Figure.USED_HEAP_BYTES,
            Figure.RSS_BYTES,
            Figure.USED_RSS_BYTES,
            Figure.LAST_OVER_FIRST,
            Figure.PAUSES,
            Figure.LONGEST_PAUSE,
            Figure.PAUSED,
            Figure.ALLOCATED,
            Figure.REPLY_BYTES);

    private final Rounds rounds;
    private final Machine machine;
    private final StringBuilder text = new StringBuilder();

    private Page(Rounds rounds, Machine machine) {
        this.rounds = rounds;
        this.machine = machine;
    }

    /**
     * Writes the page.
     *
     * @param rounds what was measured, under one JDK
     * @param machine on what
     * @param slack by what share of its bound a mark may be missed
     * @param charts the file of each chart, by its title
     */
    static String of(Rounds rounds, Machine machine, double slack, Map<String, String> charts) {
        return new Page(rounds, machine).write(slack, charts);
    }

    private String write(double slack, Map<String, String> charts) {
        text.append("""
                # Whole servers under load

                Every server runs on one CPU, the generator on another, over the loopback. Rounds are interleaved: each \
                server is visited in each, so that a disturbed minute weighs on all alike. A figure is the median of the \
                rounds, with the least and the most in brackets; ratios are medians of each round's ratio. The server's CPU \
                time a unit is the number to compare: rates of fast servers meet where the generator itself is the limit. \
                The share of raw-nio is the CPU time of a bare Selector echo without WebSocket over that of the server: 1.00 \
                is as cheap. Latency in a closed loop with many connections is queueing.

                """);
        machine();
        heading(slack == 0 ? "Marks" : "Marks: within %.0f %% of each".formatted(100 * slack));
        List<Mark> loose = Marks.ALL.stream().map(mark -> mark.within(slack)).toList();
        MarkTable marks = MarkTable.of(loose, rounds);
        text.append(marks.count()).append("\n\n").append(marks);
        charts.forEach((title, file) -> {
            heading(title);
            text.append("![").append(title).append("](").append(file).append(")\n");
        });
        rounds.cells().forEach(this::cell);
        heading("Failures");
        return text.append(failures()).toString();
    }

    /** A table with a column for each figure that any server has in the cell. */
    private void cell(String cell) {
        List<String> columns = new ArrayList<>();
        SPREADS.stream().filter(figure -> has(cell, figure)).map(Figure::title).forEach(columns::add);
        boolean share = rounds.servers().stream().anyMatch(server -> rounds.shareOfRaw(server, cell) != null);
        if (share) {
            columns.add(SHARE);
        }
        boolean latency = has(cell, Figure.P50);
        if (latency) {
            columns.add("p50 / p99 / p99.9, µs");
        }
        List<Figure> others =
                OTHERS.stream().filter(figure -> has(cell, figure)).toList();
        others.stream().map(Figure::title).forEach(columns::add);
        if (columns.isEmpty()) {
            return;
        }
        heading(cell);
        MarkdownTable table = new MarkdownTable(cell, columns);
        for (String server : rounds.servers()) {
            List<String> values = new ArrayList<>();
            SPREADS.stream()
                    .filter(figure -> has(cell, figure))
                    .forEach(figure -> values.add(Texts.spread(rounds.spread(server, cell, figure))));
            if (share) {
                values.add(Texts.spread(rounds.shareOfRaw(server, cell)));
            }
            if (latency) {
                values.add(latencies(server, cell));
            }
            others.forEach(figure -> values.add(Texts.median(rounds.spread(server, cell, figure))));
            if (!values.stream().allMatch(Texts.NOTHING::equals)) {
                table.add(server, values);
            }
        }
        text.append(table);
    }

    private boolean has(String cell, Figure figure) {
        return rounds.servers().stream().anyMatch(server -> rounds.spread(server, cell, figure) != null);
    }

    private String latencies(String server, String cell) {
        return rounds.spread(server, cell, Figure.P50) == null
                ? Texts.NOTHING
                : LATENCIES.stream()
                        .map(figure -> Texts.whole(rounds.spread(server, cell, figure)))
                        .collect(Collectors.joining(" / "));
    }

    private void machine() {
        Map<String, String> versions = new TreeMap<>();
        Set<String> jdks = new TreeSet<>();
        for (Result result : rounds.all()) {
            if (result.jdk() != null) {
                jdks.add(result.jdk());
            }
            if (result.version() != null) {
                versions.put(result.server(), result.server() + " " + result.version());
            }
        }
        MarkdownTable table = new MarkdownTable("machine", List.of(Texts.cell(machine.cpu())));
        row(table, "cores", Objects.toString(machine.cores(), null));
        row(table, "system", machine.kernel());
        row(table, "JDK of the servers", jdks.isEmpty() ? machine.jdk() : String.join(", ", jdks));
        row(table, "date", machine.date());
        row(table, "flags", machine.flags());
        row(table, "versions", String.join(", ", versions.values()));
        text.append(table);
    }

    private static void row(MarkdownTable table, String name, @Nullable String value) {
        table.add(name, List.of(Texts.cell(value)));
    }

    /** A row for each reason of a server, with all cells that failed for it and the rounds in which they did. */
    private String failures() {
        Map<List<String>, Set<String>> cells = new LinkedHashMap<>();
        Map<List<String>, Set<Integer>> in = new LinkedHashMap<>();
        for (Result failed : rounds.failures()) {
            List<String> reason = List.of(failed.server(), Texts.cell(failed.error()));
            cells.computeIfAbsent(reason, any -> new LinkedHashSet<>()).add(failed.cell());
            in.computeIfAbsent(reason, any -> new TreeSet<>()).add(failed.round());
        }
        if (cells.isEmpty()) {
            return "None.\n";
        }
        MarkdownTable table = new MarkdownTable("server", List.of("cell", "round", "what"));
        cells.forEach((reason, failed) -> table.add(
                reason.get(0),
                List.of(
                        String.join(", ", failed),
                        in.getOrDefault(reason, Set.of()).stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", ")),
                        reason.get(1))));
        return table.toString();
    }

    private void heading(String title) {
        text.append("\n## ").append(title).append("\n\n");
    }
}
