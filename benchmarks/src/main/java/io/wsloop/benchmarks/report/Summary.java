package io.wsloop.benchmarks.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** What results say, in a few lines for a terminal, computed as the report does it. */
public final class Summary {
    private final Rounds rounds;

    private Summary(Rounds rounds) {
        this.rounds = rounds;
    }

    /**
     * Reads results.
     *
     * @param results a file of them
     * @param run whose lines count; others in the file do not
     * @return what they say
     * @throws IOException when it cannot be read, or holds something else
     */
    public static Summary of(Path results, String run) throws IOException {
        return new Summary(new Rounds(ResultLines.read(List.of(results)).results().stream()
                .filter(result -> run.equals(result.run()))
                .toList()));
    }

    /**
     * The marks of a group that were measured.
     *
     * @param number of the group
     * @return a line each
     */
    public String marks(int number) {
        return MarkTable.lines(rounds, number);
    }

    /**
     * One figure over another.
     *
     * @param above where the dividend was measured
     * @param below where the divisor was
     * @param figure of which number
     * @return a line with the ratio of each round
     */
    public String ratios(Place above, Place below, Figure figure) {
        String each =
                rounds.ratios(above, below, figure).stream().map(Texts::number).collect(Collectors.joining(", "));
        return "%s: %s %s over %s %s, by round: %s%n"
                .formatted(
                        figure.title(),
                        above.server(),
                        above.cell(),
                        below.server(),
                        below.cell(),
                        each.isEmpty() ? Texts.NOTHING : each);
    }
}
