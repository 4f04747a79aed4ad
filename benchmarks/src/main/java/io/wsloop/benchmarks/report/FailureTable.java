package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What failed: a row for each reason of a server, with all cells that failed for it in the same rounds. */
final class FailureTable {
    private FailureTable() {}

    static String of(Jdks jdks) {
        Map<Failure, List<Integer>> rounds = new LinkedHashMap<>();
        add(jdks.newest(), "", rounds);
        jdks.others().forEach((jdk, there) -> add(there, " on JDK " + jdk, rounds));
        if (rounds.isEmpty()) {
            return "None.\n";
        }
        Map<Row, List<String>> cells = new LinkedHashMap<>();
        rounds.forEach((failure, in) -> cells.computeIfAbsent(
                        new Row(failure.server(), in, failure.what()), row -> new ArrayList<>())
                .add(failure.cell()));
        MarkdownTable table = new MarkdownTable("server", List.of("cell", "round", "what"));
        cells.forEach((row, names) ->
                table.add(row.server(), List.of(String.join(", ", names), row.shownRounds(), Texts.cell(row.what()))));
        return table.toString();
    }

    private static void add(Rounds there, String suffix, Map<Failure, List<Integer>> rounds) {
        for (Result result : there.failures()) {
            Failure failure = new Failure(result.server() + suffix, result.cell(), String.valueOf(result.error()));
            rounds.computeIfAbsent(failure, any -> new ArrayList<>()).add(result.round());
        }
    }

    private record Failure(String server, String cell, String what) {}

    private record Row(String server, List<Integer> rounds, String what) {
        String shownRounds() {
            return rounds.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
    }
}
