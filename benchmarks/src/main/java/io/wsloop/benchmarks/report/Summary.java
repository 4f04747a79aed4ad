package io.wsloop.benchmarks.report;

import io.wsloop.benchmarks.load.Figure;
import io.wsloop.benchmarks.load.Result;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What results say, in a few lines for a terminal, computed as the report does it. */
public final class Summary {
    private final Rounds rounds;

    /**
     * Takes results.
     *
     * @param results of one run
     */
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
                String median = Texts.median(rounds.spread(server, cell, Figure.SERVER_MICROS));
                text.append(String.format(Locale.ROOT, " %16s", median));
            }
        }
        return text.append('\n').toString();
    }

    /**
     * Looks up a median of the rounds.
     *
     * @param server whose
     * @param cell where
     * @param figure of which number
     * @return null when no round has it
     */
    public @Nullable Double median(String server, String cell, Figure figure) {
        Spread spread = rounds.spread(server, cell, figure);
        return spread == null ? null : spread.median();
    }

    /** {@return the marks that were measured, a line each} */
    public String marks() {
        return MarkTable.of(Marks.ALL, rounds).measured().lines();
    }

    /** {@return what has to hold even where other work disturbs, a line each, and what failed} */
    public String floors() {
        StringBuilder lines = new StringBuilder();
        rounds.cells()
                .forEach(cell ->
                        lines.append(MarkTable.of(Marks.floors(cell), rounds).lines()));
        rounds.failures()
                .forEach(failed -> lines.append(String.format(
                        Locale.ROOT, "    %s, %s: %s%n", failed.server(), failed.cell(), failed.error())));
        return lines.toString();
    }

    /** {@return the cells in which something failed or a mark was missed by far} */
    public List<String> missedByFar() {
        return rounds.cells().stream()
                .filter(cell -> rounds.failures().stream()
                                .anyMatch(failed -> failed.cell().equals(cell))
                        || Marks.floors(cell).stream()
                                .anyMatch(mark -> Verdict.of(mark, rounds).outcome() != Verdict.Outcome.REACHED))
                .toList();
    }
}
