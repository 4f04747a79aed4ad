package io.wsloop.benchmarks.report;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The report as Markdown. */
final class Page {
    /** How much further than its mark a figure may be under a JDK that is not the newest. */
    private static final double SLACK = 0.15;

    private final Jdks jdks;
    private final Rounds rounds;
    private final Machine machine;
    private final StringBuilder text = new StringBuilder();

    private Page(Jdks jdks, Machine machine) {
        this.jdks = jdks;
        this.rounds = jdks.newest();
        this.machine = machine;
    }

    /**
     * Writes the page.
     *
     * @param jdks what was measured under which; tables are of the newest, and the marks of the others stand in one each
     * @param machine on what
     * @param charts the file of each chart, by its title
     */
    static String of(Jdks jdks, Machine machine, Map<String, String> charts) {
        return new Page(jdks, machine).write(charts);
    }

    private String write(Map<String, String> charts) {
        text.append("# Whole servers under load\n\n");
        text.append("""
                Every server runs on one CPU, the generator on another, over the loopback. Rounds are interleaved: each \
                server is visited in each, so that a disturbed minute weighs on all alike. A figure is the median of the \
                rounds, with the least and the most in brackets; ratios are medians of each round's ratio. The server's CPU \
                time a unit is the number to compare: rates of fast servers meet where the generator itself is the limit.

                """);
        machine();
        heading("Marks");
        MarkTable marks = MarkTable.of(rounds);
        text.append(marks.count()).append("\n\n").append(marks);
        jdks.others().forEach(this::marksOn);
        charts.forEach((title, file) -> {
            heading(title);
            text.append("![").append(title).append("](").append(file).append(")\n");
        });
        heading("Server CPU, µs a unit");
        tables(List.of(CellGroup.ECHO, CellGroup.OTHER, CellGroup.OPEN_LOOP), spreads(Figure.SERVER_MICROS));
        heading("Share of raw-nio");
        text.append(
                "The CPU time of a bare Selector echo without WebSocket over that of the server: 1.00 is as cheap.\n\n");
        tables(List.of(CellGroup.ECHO), (server, cell) -> Texts.spread(rounds.shareOfRaw(server, cell)));
        heading("Rates, units a second");
        tables(List.of(CellGroup.ECHO, CellGroup.OTHER), spreads(Figure.RATE));
        heading("Latency, µs: p50 / p99 / p99.9");
        text.append(
                "In a closed loop with many connections this is queueing; a single connection or an open loop is latency.\n\n");
        tables(List.of(CellGroup.ECHO, CellGroup.OTHER, CellGroup.OPEN_LOOP), this::latencies);
        figures(
                "Idle connections, bytes each",
                CellGroup.IDLE.of(rounds.cells()),
                List.of(Figure.HEAP_BYTES, Figure.USED_HEAP_BYTES, Figure.RSS_BYTES, Figure.USED_RSS_BYTES));
        List<String> paced = CellGroup.OPEN_LOOP.of(rounds.cells());
        figures("Broadcast at a given rate", paced, List.of(Figure.LAST_OVER_FIRST));
        figures("The collectors", paced, List.of(Figure.PAUSES, Figure.LONGEST_PAUSE, Figure.PAUSED, Figure.ALLOCATED));
        List<String> compressed =
                rounds.cells().stream().filter(cell -> cell.startsWith("z-")).toList();
        figures("Compressed replies", compressed, List.of(Figure.REPLY_BYTES));
        heading("Failures");
        text.append(FailureTable.of(jdks));
        return text.toString();
    }

    private void machine() {
        text.append(new MarkdownTable("machine", List.of(Texts.cell(machine.cpu())))
                .add(
                        "cores",
                        List.of(
                                machine.cores() == null
                                        ? Texts.NOTHING
                                        : machine.cores().toString()))
                .add("system", List.of(Texts.cell(machine.kernel())))
                .add("JDK of the servers", List.of(Texts.cell(versionsOfJdk(rounds))))
                .add("date", List.of(Texts.cell(machine.date())))
                .add("flags", List.of(Texts.cell(machine.flags())))
                .add("versions", List.of(Texts.cell(versions()))));
    }

    private void marksOn(int jdk, Rounds there) {
        heading("Marks on JDK %d: within %.0f %% of each".formatted(jdk, 100 * SLACK));
        MarkTable marks = MarkTable.within(SLACK, there);
        text.append("Measured under JDK ").append(versionsOfJdk(there)).append(beside(there));
        text.append(". All other tables and the charts are of the newest JDK. ")
                .append(marks.count())
                .append("\n\n")
                .append(marks.measured());
    }

    /** Against whom, since a run under another JDK may have fewer peers. */
    private static String beside(Rounds there) {
        String others = there.all().stream()
                .filter(result -> result.error() == null && !result.server().startsWith("wsloop"))
                .map(Result::server)
                .distinct()
                .sorted(ServerOrder.COMPARATOR)
                .collect(Collectors.joining(", "));
        return others.isEmpty() ? "" : " beside " + others;
    }

    private String versionsOfJdk(Rounds of) {
        Set<String> versions = new TreeSet<>();
        of.all().forEach(result -> addPresent(versions, result.jdk()));
        addPresent(versions, versions.isEmpty() ? machine.jdk() : null);
        return String.join(", ", versions);
    }

    private static void addPresent(Collection<String> texts, @Nullable String text) {
        if (text != null) {
            texts.add(text);
        }
    }

    private String versions() {
        Map<String, String> versions = new TreeMap<>();
        for (Result result : rounds.all()) {
            if (result.version() != null) {
                versions.put(result.server(), result.server() + " " + result.version());
            }
        }
        return String.join(", ", versions.values());
    }

    private void heading(String title) {
        text.append("\n## ").append(title).append("\n\n");
    }

    private BiFunction<String, String, String> spreads(Figure figure) {
        return (server, cell) -> Texts.spread(rounds.spread(server, cell, figure));
    }

    private String latencies(String server, String cell) {
        Spread half = rounds.spread(server, cell, Figure.P50);
        return half == null
                ? Texts.NOTHING
                : String.join(
                        " / ",
                        Texts.whole(half),
                        Texts.whole(rounds.spread(server, cell, Figure.P99)),
                        Texts.whole(rounds.spread(server, cell, Figure.P999)));
    }

    private void tables(List<CellGroup> groups, BiFunction<String, String, String> value) {
        for (CellGroup group : groups) {
            List<String> cells = group.of(rounds.cells());
            if (!cells.isEmpty()) {
                text.append(table(group.title(), cells, value)).append('\n');
            }
        }
    }

    private MarkdownTable table(String title, List<String> cells, BiFunction<String, String, String> value) {
        MarkdownTable table = new MarkdownTable(title, cells);
        for (String server : rounds.servers()) {
            List<String> values =
                    cells.stream().map(cell -> value.apply(server, cell)).toList();
            if (!values.stream().allMatch(Texts.NOTHING::equals)) {
                table.add(server, values);
            }
        }
        return table;
    }

    /** A table with a column for each figure of each cell that has it. */
    private void figures(String title, List<String> cells, List<Figure> figures) {
        for (String cell : cells) {
            List<Figure> present =
                    figures.stream().filter(figure -> has(cell, figure)).toList();
            if (!present.isEmpty()) {
                heading(title + ": " + cell);
                MarkdownTable table = new MarkdownTable(
                        "", present.stream().map(Figure::title).toList());
                for (String server : rounds.servers()) {
                    List<String> values = new ArrayList<>();
                    present.forEach(figure -> values.add(Texts.median(rounds.spread(server, cell, figure))));
                    if (!values.stream().allMatch(Texts.NOTHING::equals)) {
                        table.add(server, values);
                    }
                }
                text.append(table);
            }
        }
    }

    private boolean has(String cell, Figure figure) {
        return rounds.servers().stream().anyMatch(server -> rounds.spread(server, cell, figure) != null);
    }
}
