package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The results of a run in a few lines for a terminal, computed as the report does it. */
public final class Summary {
    private final Rounds rounds;

    /** @param results of one run */
    public Summary(List<Result> results) {
        this.rounds = new Rounds(results);
    }

    /** {@return the server's CPU time a unit, medians, a row for each server} */
    public String table() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "%-16s", "server CPU us"));
        rounds.cells().forEach(cell -> text.append(String.format(Locale.ROOT, " %16s", cell)));
        for (String server : rounds.servers()) {
            text.append(String.format(Locale.ROOT, "%n%-16s", server));
            for (String cell : rounds.cells()) {
                String median = Spread.median(rounds.spread(server, cell, Figure.SERVER_MICROS));
                text.append(String.format(Locale.ROOT, " %16s", median));
            }
        }
        return text.append('\n').toString();
    }

    /** Looks up a median of the rounds; null when no round has the figure. */
    public @Nullable Double median(String server, String cell, Figure figure) {
        Spread spread = rounds.spread(server, cell, figure);
        return spread == null ? null : spread.median();
    }

    /** {@return the marks that were measured, a line each} */
    public String marks() {
        return Marks.ALL.stream()
                .map(mark -> Verdict.of(mark, rounds))
                .filter(verdict -> verdict.figure() != null)
                .map(Verdict::line)
                .collect(Collectors.joining());
    }

    /** {@return what has to hold even where other work disturbs, a line each, and what failed} */
    public String floors() {
        return Stream.concat(
                        rounds.cells().stream().flatMap(this::floors).map(Verdict::line),
                        rounds.failures().stream()
                                .map(failed ->
                                        "    %s, %s: %s%n".formatted(failed.server(), failed.cell(), failed.error())))
                .collect(Collectors.joining());
    }

    private Stream<Verdict> floors(String cell) {
        return Marks.floors(cell).stream().map(mark -> Verdict.of(mark, rounds));
    }

    /** {@return the cells in which something failed or a mark was missed by far} */
    public List<String> missedByFar() {
        return Stream.concat(
                        rounds.failures().stream().map(Result::cell),
                        rounds.cells().stream()
                                .filter(cell ->
                                        floors(cell).anyMatch(verdict -> verdict.outcome() != Verdict.Outcome.REACHED)))
                .distinct()
                .toList();
    }
}
